import type {
  RunEnd,
  RunObservation,
  ToolCallEnd,
  ToolCallObservation,
  ToolCallStart,
} from "../run-observer.ts";
import type { AuditLines } from "./audit-lines.ts";
import { createRecordedArguments } from "./recorded-arguments.ts";
import { createRefusalCount, isRefused } from "./refused-calls.ts";

/** Code may call tools that do not exist, by names of any length. */
const maxNameCharacters = 200;

/** What every line of a run says about it. */
export interface RecordedSubject {
  run: string;
  session: string;
  user: string;
  client?: object;
}

/** Writes the lines of one run after the first. */
export function createRecordedRun(
  lines: AuditLines,
  who: RecordedSubject,
  detail: "digest" | "full",
): RunObservation {
  const refusals = createRefusalCount();
  const argumentsOf = createRecordedArguments(detail);
  let isOver = false;

  function noteRefused(all: boolean): void {
    const refused = refusals.take(all);
    if (!refused) return;
    const { since, count, errorCodes } = refused;
    const time = new Date().toISOString();
    const counted = { since: since.toISOString(), count, errorCodes };
    void lines.note({ type: "refused-calls", time, ...who, ...counted });
  }

  function endCall(call: ToolCallStart, what: object, end: ToolCallEnd): void {
    const { outcome, errorCode, durationMs, server = call.server, tool = call.tool } = end;
    const refused = isRefused({ outcome, errorCode });
    if (refused && !refusals.isWrittenSingly(errorCode ?? outcome, call.startedAt)) {
      return noteRefused(isOver);
    }
    void lines.note({
      type: "tool-call",
      time: call.startedAt.toISOString(),
      ...who,
      server: refused ? shortened(server) : server,
      tool: refused ? shortened(tool) : tool,
      ...what,
      outcome,
      ...(errorCode !== undefined && { errorCode }),
      durationMs: Math.round(durationMs),
    });
  }

  return {
    async startCall(call: ToolCallStart): Promise<ToolCallObservation> {
      // The entry is only written once the call has ended, so a failure cannot stop the call.
      lines.check();
      const what = await argumentsOf(call.arguments);
      return { end: (end) => endCall(call, what, end) };
    },
    end({ status, errorType, durationMs }: RunEnd): Promise<void> {
      // A call that the run did not wait for may end after the run.
      isOver = true;
      noteRefused(isOver);
      return lines.note({
        type: "run-end",
        time: new Date().toISOString(),
        ...who,
        status,
        ...(errorType !== undefined && { errorType }),
        durationMs: Math.round(durationMs),
      });
    },
  };
}

function shortened(name: string): string {
  return name.length > maxNameCharacters ? `${name.slice(0, maxNameCharacters)}…` : name;
}
