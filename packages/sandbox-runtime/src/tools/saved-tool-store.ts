/**
 * Stores Python functions that user code saves beyond its session: `runtime.save_tool(func)`, `from saved import func`.
 * The host keeps them as text; only a sandbox runs or reads them. An error with a string `code`
 * (`saved-tool-exists`, `unknown-saved-tool`, `saving-failed`) raises the Python exception `SavedToolError`.
 */
export interface SavedToolStore {
  /** Returns the same array while nothing has changed, so that it is sent to a sandbox once. */
  list(): Promise<readonly SavedTool[]>;
  /**
   * Without `overwrite`, a name that is taken is an error. Nothing may be written once the signal is aborted: the run
   * has ended, or no longer waits.
   */
  save(tool: SavedToolSource, options: { overwrite: boolean; signal: AbortSignal }): Promise<void>;
  /** Nothing may be removed once the signal is aborted. */
  remove(name: string, options: { signal: AbortSignal }): Promise<void>;
}

/** A tool, or why it is not available: importing it raises an error with this sentence. */
export type SavedTool = SavedToolSource | { name: string; problem: string };

/** A function as text. */
export interface SavedToolSource {
  /** A Python identifier of ASCII letters. */
  name: string;
  /** Python that defines a function of that name. */
  source: string;
}

/** Limits of what user code may save; a store enforces `tools` and `totalBytes`. */
export const savedToolLimits = {
  nameCharacters: 100,
  sourceBytes: 100_000,
  tools: 1_000,
  totalBytes: 10_000_000,
} as const;
