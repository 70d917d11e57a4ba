import { AuditError } from "./audit-error.ts";
import type { AuditFile } from "./audit-file.ts";

/** The lines of an audit log, one JSON object each. */
export interface AuditLines {
  /** Rejects with an AuditError if the line cannot be written and nothing may run without it. */
  append(entry: object): Promise<void>;
  /** For what has already happened and cannot be stopped any more. Never rejects; the file logs the failure. */
  note(entry: object): Promise<void>;
  /** Throws an AuditError while lines cannot be written and nothing may run without them. */
  check(): void;
  close(): Promise<void>;
}

/** @param path what messages call the file */
export function createAuditLines(
  file: AuditFile,
  path: string,
  onFailure: "continue" | "stop",
): AuditLines {
  let failure: AuditError | undefined;

  function check(): void {
    if (failure && onFailure === "stop") throw failure;
  }

  async function append(entry: object): Promise<void> {
    try {
      await file.append(entry);
      failure = undefined;
    } catch (cause) {
      failure = new AuditError(
        `The audit log ${path} cannot be written (${(cause as Error).message}), and MCP_BRIDGE_AUDIT_FAILURE is stop. Free space on its disk or correct the path.`,
        { cause },
      );
      check();
    }
  }

  return {
    append,
    note: (entry) => append(entry).catch(() => {}),
    check,
    close: () => file.close(),
  };
}
