import type { SavedTool } from "../tools/saved-tool-store.ts";
import type { ToolHost } from "../tools/tool-host.ts";
import type { SandboxConnection } from "../connection/sandbox-connection.ts";

/** What goes with a run's start. */
export interface UnsentSavedTools {
  /** Left out where the sandbox has been told already. */
  saved?: readonly SavedTool[];
  notices: readonly string[];
}

/**
 * What a sandbox must be told of the saved tools. That they cannot be read is a notice: code that needs none still
 * runs.
 */
export async function unsentSavedTools(
  connection: SandboxConnection,
  host: ToolHost,
): Promise<UnsentSavedTools> {
  try {
    const saved = await host.savedTools?.list();
    if (saved === undefined || saved === connection.savedTools) return { notices: [] };
    return { saved, notices: [] };
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return { notices: [`the saved tools could not be read: ${why}`] };
  }
}
