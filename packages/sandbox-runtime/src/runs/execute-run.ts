// One run, from `run-start` to its one outcome. Time-out and cancellation first interrupt the code, which keeps the
// state, and kill the sandbox only if the code does not yield within the grace period.
import type { RunStart, ServerHandle, UnusableServerHandle } from "../protocol/host-frames.ts";
import type { RunEnd, SandboxFrame } from "../protocol/sandbox-frames.ts";
import type { OutputChunk, RunOutcome } from "../run-outcome.ts";
import { SandboxError } from "../sandbox-error.ts";
import type { SavedToolChanges } from "../tools/known-saved-tools.ts";
import type { ToolHost } from "../tools/tool-host.ts";
import { deferred } from "../deferred.ts";
import { RunCalls } from "./run-calls.ts";
import { RunClock } from "./run-clock.ts";
import { RunRecord } from "./run-record.ts";
import { RunStop } from "./run-stop.ts";
import type { SandboxConnection } from "../connection/sandbox-connection.ts";

/** One run and its settings. */
export interface RunRequest {
  id: string;
  session: string;
  code: string;
  host: ToolHost;
  servers: readonly ServerHandle[];
  unusable?: readonly UnusableServerHandle[] | undefined;
  /** Changes that the sandbox has not received yet. */
  saved?: SavedToolChanges | undefined;
  /** Notices from before the run's start. */
  notices: readonly string[];
  timeoutMs: number;
  /** How long interrupted code may take to yield. */
  graceMs: number;
  /** Characters that the kernel may send. With its own remarks, it sends well below twice as many. */
  outputLimit: number;
  signal?: AbortSignal | undefined;
  onOutput?: ((chunk: OutputChunk) => void) | undefined;
}

/** Throws a SandboxError if the sandbox ends first; the error has what was printed until then. */
export async function executeRun(
  connection: SandboxConnection,
  request: RunRequest,
): Promise<RunOutcome> {
  const { id, session, host, timeoutMs } = request;
  const record = new RunRecord(request.outputLimit, request.notices);
  const interrupt = (): void => {
    calls.stop();
    connection.send({ type: "run-interrupt", id });
  };
  const stop = new RunStop({ ...request, interrupt });
  const clock = new RunClock(timeoutMs, () => stop.ask("timeout"));
  const notify = (notice: string): void => record.notices.add(notice);
  const calls = new RunCalls(connection, { id, session, host, clock, notify });
  const ended = deferred<RunEnd | SandboxError>();
  if (connection.alive) connection.onEnd = ended.resolve;
  else void connection.ended.then(ended.resolve);
  connection.onFrame = (frame, texts) => {
    if (!belongs(frame, id)) return connection.violate(`${frame.type} of another run`);
    switch (frame.type) {
      case "output":
        record.log.add(frame);
        return request.onOutput?.({ stream: frame.stream, text: frame.text });
      case "display":
        return record.images.add(frame, notify);
      case "call":
        return calls.take(frame, texts);
      case "call-cancel":
        return calls.cancel(frame.id);
      case "run-end":
        connection.onFrame = undefined;
        calls.stop();
        return ended.resolve(frame);
      case "ready":
      case "kernel-compiled":
      case "pipes-offer":
        return connection.violate(`${frame.type} after the start`);
    }
  };
  try {
    connection.send(startFrame(request));
    const end = await Promise.race([ended.promise, stop.unyielding]);
    if (end instanceof SandboxError) {
      throw new SandboxError(end.code, end.message, { cause: end, output: record.log.chunks() });
    }
    if (end) return outcomeOf(end, record, stop);
    record.notices.sentences.push(stop.sentence(killed));
    await connection.close("Its code did not yield to an interrupt.");
    return record.outcome({ status: stop.reason ?? "timeout", stateLost: true });
  } finally {
    connection.onFrame = undefined;
    connection.onEnd = undefined;
    clock.end();
    stop.end();
    calls.end();
  }
}

const killed =
  "it did not yield and was killed, so the variables and files of this session are gone";

function startFrame({ id, code, servers, unusable = [], saved }: RunRequest): RunStart {
  return {
    type: "run-start",
    id,
    code,
    servers,
    ...(unusable.length > 0 && { unusable }),
    ...(saved && { saved }),
  };
}

/** The outcome of a run whose code has ended, by itself or interrupted. */
function outcomeOf(end: RunEnd, record: RunRecord, stop: RunStop): RunOutcome {
  const status = end.status === "interrupted" ? (stop.reason ?? "error") : end.status;
  if (status === "timeout" || status === "cancelled") {
    record.notices.sentences.push(stop.sentence("variables and files are kept"));
  }
  return record.outcome({
    status,
    stateLost: false,
    ...(end.value !== undefined && { value: end.value }),
    ...(end.error && { error: end.error }),
  });
}

function belongs(frame: SandboxFrame, run: string): boolean {
  switch (frame.type) {
    case "output":
    case "display":
    case "call":
      return frame.run === run;
    case "run-end":
      return frame.id === run;
    default:
      return true;
  }
}
