/**
 * Python functions that user code keeps beyond its session: `runtime.save_tool(func)`, `from saved import func`.
 * The host keeps them as text; only a sandbox runs or reads them. An error with a string `code`
 * (`saved-tool-exists`, `unknown-saved-tool`, `saving-failed`) raises the Python exception `SavedToolError`.
 */
export interface SavedToolStore {
  /** The same array while nothing has changed, so that it is sent to a sandbox once. */
  list(): Promise<readonly SavedTool[]>;
  /**
   * Without `overwrite`, a name that is taken is an error. Nothing is written once the signal is aborted: the run that
   * asked has ended, or waits no longer.
   */
  save(tool: SavedToolSource, options: { overwrite: boolean; signal: AbortSignal }): Promise<void>;
  /** Nothing is removed once the signal is aborted. */
  remove(name: string, options: { signal: AbortSignal }): Promise<void>;
}

/** A tool, or why it cannot be had: importing that one raises an error with this sentence. */
export type SavedTool = SavedToolSource | { name: string; problem: string };

/** A function as text. */
export interface SavedToolSource {
  /** A Python identifier of ASCII letters. */
  name: string;
  /** Python that defines a function of that name. */
  source: string;
}

/** What user code may save; a store holds itself to `tools` and `totalBytes`. */
export const savedToolLimits = {
  nameCharacters: 100,
  sourceBytes: 100_000,
  tools: 1_000,
  totalBytes: 10_000_000,
} as const;
