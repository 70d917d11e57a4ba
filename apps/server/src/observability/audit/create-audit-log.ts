import { userInfo } from "node:os";
import { isAbsolute, resolve } from "node:path";
import type { RunObserver } from "../run-observer.ts";
import { AuditError } from "./audit-error.ts";
import { openAuditFile } from "./audit-file.ts";
import { createRecordedArguments } from "./recorded-arguments.ts";
import { createRefusalCount, isRefused } from "./refused-calls.ts";

/** Code may call tools that do not exist, by names of any length. */
const maxNameCharacters = 200;

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
  const processUser = userName();
  let failure: AuditError | undefined;

  async function append(entry: object): Promise<void> {
    try {
      await file.append(entry);
      failure = undefined;
    } catch (cause) {
      failure = new AuditError(
        `The audit log ${path} cannot be written (${(cause as Error).message}), and MCP_BRIDGE_AUDIT_FAILURE is stop. Free space on its disk or correct the path.`,
        { cause },
      );
      if (options.onFailure === "stop") throw failure;
    }
  }
  /** An event that has already happened cannot be stopped; the audit file has already logged the failure. */
  const note = (entry: object): Promise<void> => append(entry).catch(() => {});

  return {
    async startRun({ id, session, code, client, startedAt }) {
      const { user = processUser, ...introduced } = client ?? {};
      const who = { run: id, session, user, ...(client && { client: introduced }) };
      await append({ type: "run-start", time: startedAt.toISOString(), ...who, code });
      const refusals = createRefusalCount();
      const argumentsOf = createRecordedArguments(options.arguments ?? "digest");
      let isOver = false;

      function noteRefused(all: boolean): void {
        const refused = refusals.take(all);
        if (!refused) return;
        const { since, count, errorCodes } = refused;
        const time = new Date().toISOString();
        const counted = { since: since.toISOString(), count, errorCodes };
        void note({ type: "refused-calls", time, ...who, ...counted });
      }

      return {
        async startCall({ server, tool, arguments: args, startedAt: callStart }) {
          // The entry is only written once the call has ended, so a failure cannot stop the call.
          if (failure && options.onFailure === "stop") throw failure;
          const what = await argumentsOf(args);
          return {
            end({ outcome, errorCode, durationMs, ...own }) {
              const refused = isRefused({ outcome, errorCode });
              if (refused && !refusals.isWrittenSingly(errorCode ?? outcome, callStart)) {
                return noteRefused(isOver);
              }
              void note({
                type: "tool-call",
                time: callStart.toISOString(),
                ...who,
                server: refused ? shortened(own.server ?? server) : (own.server ?? server),
                tool: refused ? shortened(own.tool ?? tool) : (own.tool ?? tool),
                ...what,
                outcome,
                ...(errorCode !== undefined && { errorCode }),
                durationMs: Math.round(durationMs),
              });
            },
          };
        },
        end({ status, errorType, durationMs }) {
          // A call that the run did not wait for may end after the run.
          isOver = true;
          noteRefused(isOver);
          return note({
            type: "run-end",
            time: new Date().toISOString(),
            ...who,
            status,
            ...(errorType !== undefined && { errorType }),
            durationMs: Math.round(durationMs),
          });
        },
      };
    },
    close: () => file.close(),
  };
}

function shortened(name: string): string {
  return name.length > maxNameCharacters ? `${name.slice(0, maxNameCharacters)}…` : name;
}

/** In a container, the user id may have no name. */
function userName(): string {
  try {
    return userInfo().username;
  } catch {
    return String(process.getuid?.() ?? "unknown");
  }
}
