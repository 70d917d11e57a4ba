import type { SavedTool } from "../tools/saved-tool-store.ts";
import type { ToolHost } from "../tools/tool-host.ts";

/** The saved tools for a run. */
export interface FoundSavedTools {
  /** Absent if they are not available. */
  list?: readonly SavedTool[] | undefined;
  notices: readonly string[];
}

/** If they cannot be read, that is only a notice: code that needs none still runs. */
export async function findSavedTools(host: ToolHost): Promise<FoundSavedTools> {
  try {
    return { list: await host.savedTools?.list(), notices: [] };
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return { notices: [`the saved tools could not be read: ${why}`] };
  }
}
