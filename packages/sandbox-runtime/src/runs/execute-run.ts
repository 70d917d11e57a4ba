// One run, from `run-start` to its one outcome. Time-out and cancellation ask first (state stays) and kill only
// when the code has not yielded within the grace period.
import type { ServerHandle } from "../protocol/host-frames.ts";
import type { RunEnd, SandboxFrame } from "../protocol/sandbox-frames.ts";
import type { OutputChunk, RunOutcome } from "../run-outcome.ts";
import { SandboxError } from "../sandbox-error.ts";
import type { SavedToolChanges } from "../tools/known-saved-tools.ts";
import type { ToolHost } from "../tools/tool-host.ts";
import { deferred } from "../deferred.ts";
import { OutputLog } from "./output-log.ts";
import { RunCalls } from "./run-calls.ts";
import { RunClock } from "./run-clock.ts";
import { RunImages } from "./run-images.ts";
import { RunNotices } from "./run-notices.ts";
import type { SandboxConnection } from "../connection/sandbox-connection.ts";

/** One run, and all that is to be known of it. */
export interface RunRequest {
  id: string;
  session: string;
  code: string;
  host: ToolHost;
  servers: readonly ServerHandle[];
  /** What the sandbox does not know of them yet. */
  saved?: SavedToolChanges | undefined;
  /** What the reader needs to know before the run has begun. */
  notices: readonly string[];
  timeoutMs: number;
  /** How long interrupted code may take to yield. */
  graceMs: number;
  /** Characters; what the kernel is told to send at most, notes included, stays well below twice this. */
  outputLimit: number;
  signal?: AbortSignal | undefined;
  onOutput?: ((chunk: OutputChunk) => void) | undefined;
}

type Stop = "timeout" | "cancelled";

/** Throws a SandboxError where the sandbox ends first; it carries what had been printed. */
export async function executeRun(
  connection: SandboxConnection,
  request: RunRequest,
): Promise<RunOutcome> {
  const startedAt = performance.now();
  const log = new OutputLog(request.outputLimit * 2 + 10_000);
  const images = new RunImages();
  const notices = new RunNotices(request.notices);
  const notify = (notice: string): void => notices.add(notice);
  const clock = new RunClock(request.timeoutMs, () => stop("timeout"));
  const { id, session, host } = request;
  const calls = new RunCalls(connection, { id, session, host, clock, notify });
  const ended = deferred<RunEnd | SandboxError>();
  const unyielding = deferred<undefined>();
  let stopped: Stop | undefined;
  let graceTimer: NodeJS.Timeout | undefined;

  if (connection.alive) connection.onEnd = ended.resolve;
  else void connection.ended.then(ended.resolve);
  connection.onFrame = (frame, texts) => {
    if (!belongs(frame, request.id)) return connection.violate(`${frame.type} of another run`);
    switch (frame.type) {
      case "output":
        log.add(frame);
        return request.onOutput?.({ stream: frame.stream, text: frame.text });
      case "display":
        return images.add(frame, notify);
      case "call":
        return calls.take(frame, texts);
      case "call-cancel":
        return calls.cancel(frame.id);
      case "run-end":
        connection.onFrame = undefined;
        calls.stop();
        return ended.resolve(frame);
      case "ready":
        return connection.violate("a second ready");
    }
  };

  function stop(why: Stop): void {
    if (stopped) return;
    stopped = why;
    calls.stop();
    connection.send({ type: "run-interrupt", id: request.id });
    graceTimer = setTimeout(() => unyielding.resolve(undefined), request.graceMs);
  }

  const onAbort = (): void => stop("cancelled");
  request.signal?.addEventListener("abort", onAbort, { once: true });
  const finish = (
    rest: Pick<RunOutcome, "status" | "stateLost"> & Partial<RunOutcome>,
  ): RunOutcome => ({
    output: log.chunks(),
    images: images.shown,
    notices: [...notices.sentences, ...(log.notice === undefined ? [] : [log.notice])],
    durationMs: performance.now() - startedAt,
    ...rest,
  });

  try {
    connection.send({
      type: "run-start",
      id: request.id,
      code: request.code,
      servers: request.servers,
      ...(request.saved && { saved: request.saved }),
    });
    const end = await Promise.race([ended.promise, unyielding.promise]);
    if (end instanceof SandboxError) {
      throw new SandboxError(end.code, end.message, { cause: end, output: log.chunks() });
    }
    if (!end) {
      notices.sentences.push(
        stopSentence(
          stopped,
          request,
          "it did not yield and was killed, so the variables and files of this session are gone",
        ),
      );
      await connection.close("Its code did not yield to an interrupt.");
      return finish({ status: stopped ?? "timeout", stateLost: true });
    }
    const status = end.status === "interrupted" ? (stopped ?? "error") : end.status;
    if (status === "timeout" || status === "cancelled") {
      notices.sentences.push(stopSentence(stopped, request, "variables and files are kept"));
    }
    return finish({
      status,
      stateLost: false,
      ...(end.value !== undefined && { value: end.value }),
      ...(end.error && { error: end.error }),
    });
  } finally {
    connection.onFrame = undefined;
    connection.onEnd = undefined;
    clock.end();
    clearTimeout(graceTimer);
    request.signal?.removeEventListener("abort", onAbort);
    calls.end();
  }
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

function stopSentence(stop: Stop | undefined, request: RunRequest, consequence: string): string {
  const what = stop === "cancelled" ? "cancelled" : `timed out after ${request.timeoutMs / 1000} s`;
  return `${what}: ${consequence}`;
}
