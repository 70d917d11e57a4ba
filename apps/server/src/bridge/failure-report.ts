import type { RunReport } from "@mcp-code-execution/output-formatters";
import type { SandboxError } from "@mcp-code-execution/sandbox-runtime";
import { AuditError } from "../observability/audit/audit-error.ts";
import { ReplacedFilesError } from "../replaced-files-error.ts";

/**
 * The report of a run, also of one that ended because a sandbox or the audit log failed, or a file of this program is gone. Rethrows any other error,
 * which is a defect.
 */
export async function reported(run: () => Promise<RunReport>): Promise<RunReport> {
  try {
    return await run();
  } catch (error) {
    if (error instanceof AuditError || error instanceof ReplacedFilesError) {
      return { status: "lost", output: [], error: { type: error.name, message: error.message } };
    }
    if (!isSandboxError(error)) throw error;
    return {
      status: "lost",
      output: error.output,
      error: { type: "SandboxError", message: error.message },
    };
  }
}

/** By its name, since the sandbox runtime is loaded only with the first sandbox. */
function isSandboxError(error: unknown): error is SandboxError {
  return error instanceof Error && error.name === "SandboxError";
}
