import { userInfo } from "node:os";
import { isAbsolute, resolve } from "node:path";
import type { RunObserver } from "../run-observer.ts";
import { openAuditFile } from "./audit-file.ts";
import { createAuditLines } from "./audit-lines.ts";
import { createRecordedRun } from "./recorded-run.ts";

/** What is recorded, where, and how much of it is kept. */
export interface AuditLogOptions {
  /** The file; a relative path is resolved against the working directory. */
  path: string;
  /** `digest` keeps secrets and personal data out of the log; default. */
  arguments?: "digest" | "full" | undefined;
  /** What happens to runs while the file cannot be written; default `continue`. */
  onFailure?: "continue" | "stop" | undefined;
  /** Size in bytes at which the file is renamed and a new one is started; default 10 MiB. */
  maxBytes?: number | undefined;
  /** Total size in bytes of the current and the renamed files, beyond which the oldest are removed; default 1 GiB. */
  maxTotalBytes?: number | undefined;
}

/**
 * Records who ran which code and when, and every tool call with its outcome, one JSON object per line: `run-start`,
 * `tool-call`, `run-end`, `refused-calls` for the calls of a run that have no line of their own, `gap` after lines that
 * could not be written, and `removed` after old files were removed.
 */
export function createAuditLog(
  options: AuditLogOptions,
  onLog: (level: "warning" | "error", message: string) => void = () => {},
): RunObserver {
  const path = isAbsolute(options.path) ? options.path : resolve(options.path);
  const { maxBytes = 10 * 1024 ** 2, maxTotalBytes = 1024 ** 3 } = options;
  const file = openAuditFile({ path, maxBytes, maxTotalBytes, onLog });
  const lines = createAuditLines(file, path, options.onFailure ?? "continue");
  const processUser = userName();

  return {
    async startRun({ id, session, code, client, startedAt }) {
      const { user = processUser, ...introduced } = client ?? {};
      const who = { run: id, session, user, ...(client && { client: introduced }) };
      await lines.append({ type: "run-start", time: startedAt.toISOString(), ...who, code });
      return createRecordedRun(lines, who, options.arguments ?? "digest");
    },
    close: () => lines.close(),
  };
}

/** In a container, the user id may have no name. */
function userName(): string {
  try {
    return userInfo().username;
  } catch {
    return String(process.getuid?.() ?? "unknown");
  }
}
