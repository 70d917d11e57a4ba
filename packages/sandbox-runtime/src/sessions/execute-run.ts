// One run, from `run-start` to its one outcome. Time-out and cancellation ask first (state stays) and kill only
// when the code has not yielded within the grace period.
import { answerCall } from "../tools/answer-call.ts";
import { KnownTexts } from "../tools/call-json.ts";
import type { LongTexts } from "../protocol/long-texts.ts";
import type { SavedTool } from "../tools/saved-tool-store.ts";
import { CancelSource } from "../tools/cancel-signal.ts";
import type { CallContext, ToolHost } from "../tools/tool-host.ts";
import type { Call, Display, RunEnd, SandboxFrame } from "../protocol/sandbox-frames.ts";
import type { OutputChunk, RunImage, RunOutcome } from "../run-outcome.ts";
import { SandboxError } from "../sandbox-error.ts";
import { CallReports } from "./call-reports.ts";
import { deferred } from "./deferred.ts";
import { OutputLog } from "./output-log.ts";
import { QuestionTurns } from "./question-turns.ts";
import { RunClock } from "./run-clock.ts";
import type { SandboxConnection } from "./sandbox-connection.ts";

const maxImages = 20;
/** Base64, of all images of a run. */
const maxImageCharacters = 32 * 1024 * 1024;
const maxWaitingCalls = 20_000;
/** Of the questions that wait, all together. */
const maxWaitingCharacters = 128 * 1024 * 1024;
/** All sources at once: listing them is no way to keep the host busy. */
const maxSavedLists = 100;
const maxNotices = 50;
const maxNoticeCharacters = 10_000;

export interface RunRequest {
  id: string;
  session: string;
  code: string;
  host: ToolHost;
  /** All of them, where the sandbox does not know them yet. */
  saved?: readonly SavedTool[] | undefined;
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

export async function executeRun(
  connection: SandboxConnection,
  request: RunRequest,
): Promise<RunOutcome> {
  const startedAt = performance.now();
  const log = new OutputLog(request.outputLimit * 2 + 10_000);
  const images: RunImage[] = [];
  const notices = [...request.notices];
  const ended = deferred<RunEnd | SandboxError>();
  const unyielding = deferred<undefined>();
  const calls = new Map<number, CancelSource>();
  const turns = new QuestionTurns();
  const reports = new CallReports(connection);
  let imageCharacters = 0;
  let savedLists = 0;
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
        return show(frame);
      case "call":
        return answer(frame, texts);
      case "call-cancel":
        reports.forget(frame.id);
        return calls.get(frame.id)?.abort();
      case "run-end":
        connection.onFrame = undefined;
        // At once: what a call still had to do must not be done for a run that has ended.
        for (const call of calls.values()) call.abort();
        return ended.resolve(frame);
      case "ready":
        return connection.violate("a second ready");
    }
  };

  function show({ mimeType, data }: Display): void {
    if (images.length >= maxImages) {
      return notify(`only the first ${maxImages} images of the run are shown`);
    }
    if (imageCharacters + data.length > maxImageCharacters) {
      return notify(
        `images were left out: those of a run may have ${maxImageCharacters / 1024 ** 2} MiB of base64 together`,
      );
    }
    imageCharacters += data.length;
    images.push({ mimeType, data });
  }

  function notify(text: string): void {
    const notice =
      text.length > maxNoticeCharacters ? `${text.slice(0, maxNoticeCharacters)}…` : text;
    if (notices.includes(notice) || notices.length > maxNotices) return;
    notices.push(
      notices.length === maxNotices ? "there were more notices, which are left out" : notice,
    );
  }

  function answer(frame: Call, texts: LongTexts | undefined): void {
    if (calls.has(frame.id)) return connection.violate("a call id that is in use");
    if (stopped) return refuse(frame, "this run was stopped: it can ask for nothing more");
    if (calls.size >= maxWaitingCalls) {
      return refuse(frame, `${maxWaitingCalls} calls wait already: await some of them first`);
    }
    if (frame.method === "saved.list" && (savedLists += 1) > maxSavedLists) {
      return refuse(
        frame,
        `the saved tools were listed ${maxSavedLists} times in this run already`,
      );
    }
    const release = connection.hold(texts);
    if (connection.askedBytes > maxWaitingCharacters) {
      release();
      return refuse(
        frame,
        `questions of more than ${maxWaitingCharacters / 1024 ** 2} MiB wait already: await some of them first`,
      );
    }
    const cancel = new CancelSource();
    const json = new KnownTexts(texts);
    calls.set(frame.id, cancel);
    turns.take({
      method: frame.method,
      answer: () => reply(frame, json, cancel).finally(release),
    });
  }

  function refuse({ id }: Call, message: string, code = "refused"): void {
    connection.send({ type: "call-result", id, ok: false, error: { code, message } });
  }

  /** Never rejects. */
  async function reply(frame: Call, json: KnownTexts, cancel: CancelSource): Promise<void> {
    let stops: Set<() => void> | undefined;
    const waiting = (): boolean => !cancel.aborted && calls.has(frame.id);
    const context: CallContext = {
      session: request.session,
      run: request.id,
      cancelSignal: cancel,
      get signal() {
        return cancel.signal;
      },
      json,
      notify,
      stopClock() {
        // A call that nobody waits for holds nothing up, whether its host has noticed or not.
        if (cancel.aborted) return () => {};
        const give = clock.stop();
        const held = (stops ??= new Set());
        const resume = (): void => {
          held.delete(resume);
          cancel.removeEventListener("abort", resume);
          give();
        };
        cancel.addEventListener("abort", resume);
        held.add(resume);
        return resume;
      },
    };
    if (frame.reports?.includes("progress")) {
      context.onProgress = (progress) => {
        if (waiting()) reports.progress(frame.id, progress);
      };
    }
    if (frame.reports?.includes("log")) {
      context.onLog = (message) => {
        if (waiting()) reports.log(frame.id, message);
      };
    }
    const result = await answerCall(request.host, frame, context);
    for (const resume of stops ?? []) resume();
    if (!waiting()) return void calls.delete(frame.id);
    reports.finish(frame.id);
    calls.delete(frame.id);
    try {
      connection.send(result, json.texts);
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      const message = `the answer cannot be handed to the sandbox (${reason}): ask for less at a time`;
      refuse(frame, message, "call-failed");
    }
  }

  function stop(why: Stop): void {
    if (stopped) return;
    stopped = why;
    for (const call of calls.values()) call.abort();
    connection.send({ type: "run-interrupt", id: request.id });
    graceTimer = setTimeout(() => unyielding.resolve(undefined), request.graceMs);
  }

  const clock = new RunClock(request.timeoutMs, () => stop("timeout"));
  const onAbort = (): void => stop("cancelled");
  request.signal?.addEventListener("abort", onAbort, { once: true });
  const finish = (
    rest: Pick<RunOutcome, "status" | "stateLost"> & Partial<RunOutcome>,
  ): RunOutcome => ({
    output: log.chunks(),
    images,
    notices: log.notice === undefined ? notices : [...notices, log.notice],
    durationMs: performance.now() - startedAt,
    ...rest,
  });

  try {
    connection.send({
      type: "run-start",
      id: request.id,
      code: request.code,
      servers: request.host.listServers(),
      ...(request.saved && { saved: request.saved }),
    });
    const end = await Promise.race([ended.promise, unyielding.promise]);
    if (end instanceof SandboxError) {
      throw new SandboxError(end.code, end.message, { cause: end, output: log.chunks() });
    }
    if (!end) {
      notices.push(
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
      notices.push(stopSentence(stopped, request, "variables and files are kept"));
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
    reports.end();
    clearTimeout(graceTimer);
    request.signal?.removeEventListener("abort", onAbort);
    for (const call of calls.values()) call.abort();
    calls.clear();
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
