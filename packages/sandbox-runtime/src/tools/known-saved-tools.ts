import { savedToolLimits, type SavedTool } from "./saved-tool-store.ts";

/** What has become of the saved tools since a sandbox was told of them. */
export interface SavedToolChanges {
  /** New or changed ones; all that there are where `removed` is left out. */
  tools: readonly SavedTool[];
  removed?: readonly string[];
}

/** No code saves or removes so many between two runs, unless to fill the host's memory. */
const mostDoubts = 2 * savedToolLimits.tools;

/**
 * What a sandbox knows of the saved tools: all sources may be ten megabytes, so that it is told each once. What it cannot
 * be sure to know, as what it has saved in a run that was stopped meanwhile, it is told again.
 */
export class KnownSavedTools {
  /** Undefined until the sandbox has been told. */
  #tools: Map<string, SavedTool> | undefined;
  readonly #doubts = new Set<string>();
  #list: readonly SavedTool[] | undefined;

  /** What has changed, and is taken for certain: it goes with the start of a run. Undefined where nothing has. */
  tell(list: readonly SavedTool[]): SavedToolChanges | undefined {
    if (list === this.#list && this.#doubts.size === 0) return undefined;
    const changes = this.#changesTo(list);
    this.#list = list;
    this.#tools = new Map(list.map((tool) => [tool.name, tool]));
    this.#doubts.clear();
    return changes;
  }

  /** What has changed. Whether the code takes it is not known: it may be interrupted meanwhile. */
  tellRunning(list: readonly SavedTool[]): SavedToolChanges {
    const changes = this.#changesTo(list);
    this.doubt([...changes.tools.map(({ name }) => name), ...(changes.removed ?? [])]);
    return changes;
  }

  /** The sandbox may know of something else by these names than it was told. */
  doubt(names: Iterable<string>): void {
    for (const name of names) this.#doubts.add(name);
    if (this.#doubts.size <= mostDoubts) return;
    this.#list = undefined;
    this.#tools = undefined;
    this.#doubts.clear();
  }

  #changesTo(list: readonly SavedTool[]): SavedToolChanges {
    const known = this.#tools;
    if (!known) return { tools: list };
    const isKnown = (tool: SavedTool): boolean =>
      !this.#doubts.has(tool.name) && isSame(tool, known.get(tool.name));
    const names = new Set(list.map(({ name }) => name));
    const before = new Set([...known.keys(), ...this.#doubts]);
    return {
      tools: list.filter((tool) => !isKnown(tool)),
      removed: [...before].filter((name) => !names.has(name)),
    };
  }
}

function isSame(one: SavedTool, other: SavedTool | undefined): boolean {
  if (one === other || other === undefined) return one === other;
  if ("source" in one) return "source" in other && one.source === other.source;
  return "problem" in other && one.problem === other.problem;
}
