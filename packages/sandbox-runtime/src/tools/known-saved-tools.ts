import { savedToolLimits, type SavedTool } from "./saved-tool-store.ts";

/** Changes to the saved tools since a sandbox last received them. */
export interface SavedToolChanges {
  /** New or changed tools; the complete list if `removed` is absent. */
  tools: readonly SavedTool[];
  removed?: readonly string[];
}

/** More changes than this between two runs can only be an attempt to fill the host's memory. */
const maxDoubts = 2 * savedToolLimits.tools;

/**
 * Tracks which saved tools a sandbox has. All sources together may be ten megabytes, so each is sent once. What the
 * sandbox may not have received, for example because its run was stopped, is sent again.
 */
export class KnownSavedTools {
  /** Undefined until the sandbox has received the list. */
  #tools: Map<string, SavedTool> | undefined;
  readonly #doubts = new Set<string>();
  #list: readonly SavedTool[] | undefined;

  /** The changes for the start of a run, which the sandbox certainly receives. Undefined if there are none. */
  tell(list: readonly SavedTool[]): SavedToolChanges | undefined {
    if (list === this.#list && this.#doubts.size === 0) return undefined;
    const changes = this.#changesTo(list);
    this.#list = list;
    this.#tools = new Map(list.map((tool) => [tool.name, tool]));
    this.#doubts.clear();
    return changes;
  }

  /** The changes for a running cell, which may be interrupted and not receive them. */
  tellRunning(list: readonly SavedTool[]): SavedToolChanges {
    const changes = this.#changesTo(list);
    this.doubt([...changes.tools.map(({ name }) => name), ...(changes.removed ?? [])]);
    return changes;
  }

  /** The sandbox's tools of these names may differ from what it was sent. */
  doubt(names: Iterable<string>): void {
    for (const name of names) this.#doubts.add(name);
    if (this.#doubts.size <= maxDoubts) return;
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
