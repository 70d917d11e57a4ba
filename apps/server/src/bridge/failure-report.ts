import type { RunReport } from "@mcp-code-execution/output-formatters";
import type { SandboxError } from "@mcp-code-execution/sandbox-runtime";
import { AuditError } from "../observability/audit/audit-error.ts";

/** The report of a run; of one that a sandbox or the audit log ended, too. Throws what is a defect of ours. */
export async function reported(run: () => Promise<RunReport>): Promise<RunReport> {
  try {
    return await run();
  } catch (error) {
    if (error instanceof AuditError) {
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

/** By its name, since what runs sandboxes is loaded with the first of them. */
function isSandboxError(error: unknown): error is SandboxError {
  return error instanceof Error && error.name === "SandboxError";
}
