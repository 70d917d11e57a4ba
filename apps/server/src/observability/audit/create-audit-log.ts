import { userInfo } from "node:os";
import { isAbsolute, resolve } from "node:path";
import type { RunObserver } from "../run-observer.ts";
import { AuditError } from "./audit-error.ts";
import { openAuditFile } from "./audit-file.ts";
import { readArguments } from "./read-arguments.ts";
import { createRefusalCount, isRefused } from "./refused-calls.ts";

/** Characters of the arguments of a call, and of those of a run, that are written out. */
const mostOfCall = 100_000;
const mostOfRun = 10_000_000;
/** Names that no server has may be as long as code likes. */
const mostOfName = 200;

/** What is recorded, where, and how much of it is kept. */
export interface AuditLogOptions {
  /** The file; a relative path starts at the working directory. */
  path: string;
  /** `digest` keeps secrets and personal data out of the log; default. */
  arguments?: "digest" | "full" | undefined;
  /** What happens to runs while the file cannot be written; default `continue`. */
  onFailure?: "continue" | "stop" | undefined;
  /** Bytes after which the file is put aside; default 10 MiB. */
  maxBytes?: number | undefined;
  /** Bytes that the file and those put aside may have together before the oldest are removed; default 1 GiB. */
  maxTotalBytes?: number | undefined;
}

/**
 * Who ran which code when, and every call of a tool with its outcome, one JSON object per line: `run-start`, `tool-call`,
 * `run-end`, `refused-calls` for those of a run that have no line of their own, `gap` after lines that could not be written,
 * and `removed` where old files made room.
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
        `The audit log ${path} cannot be written (${(cause as Error).message}), and MCP_BRIDGE_AUDIT_FAILURE is stop. Make room or mend the path.`,
        { cause },
      );
      if (options.onFailure === "stop") throw failure;
    }
  }
  /** What has happened already cannot be stopped; the file has said what is wrong. */
  const note = (entry: object): Promise<void> => append(entry).catch(() => {});

  return {
    async startRun({ id, session, code, client, startedAt }) {
      const { user = processUser, ...introduced } = client ?? {};
      const who = { run: id, session, user, ...(client && { client: introduced }) };
      await append({ type: "run-start", time: startedAt.toISOString(), ...who, code });
      const refusals = createRefusalCount();
      let room = mostOfRun;
      let isOver = false;

      async function argumentsOf(args: Readonly<Record<string, unknown>>): Promise<object> {
        if (options.arguments !== "full") {
          return { argumentsDigest: (await readArguments(args, 0)).digest };
        }
        const { digest, start, characters } = await readArguments(args, mostOfCall);
        const argumentsStart = start.slice(0, room);
        room -= argumentsStart.length;
        if (argumentsStart.length === characters) return { arguments: args };
        return { argumentsStart, argumentsCharacters: characters, argumentsDigest: digest };
      }

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
          // The entry is written when the call has ended, which is too late to stop it.
          if (failure && options.onFailure === "stop") throw failure;
          const what = await argumentsOf(args);
          return {
            end({ outcome, errorCode, durationMs }) {
              const refused = isRefused({ outcome, errorCode });
              if (refused && !refusals.isWrittenSingly(errorCode ?? outcome, callStart)) {
                return noteRefused(isOver);
              }
              void note({
                type: "tool-call",
                time: callStart.toISOString(),
                ...who,
                server: refused ? shortened(server) : server,
                tool: refused ? shortened(tool) : tool,
                ...what,
                outcome,
                ...(errorCode !== undefined && { errorCode }),
                durationMs: Math.round(durationMs),
              });
            },
          };
        },
        end({ status, errorType, durationMs }) {
          // A call that the run did not wait for may end after it.
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
  return name.length > mostOfName ? `${name.slice(0, mostOfName)}…` : name;
}

/** A container may run under a number that has no name. */
function userName(): string {
  try {
    return userInfo().username;
  } catch {
    return String(process.getuid?.() ?? "unknown");
  }
}
