// A session is one sandbox: what a run defines, the next one finds. Runs take turns. If the sandbox is gone, the next
// run starts a new one, and its outcome says that the state is lost, and why.
import { randomUUID } from "node:crypto";
import { checkRun, checkServers } from "../check-options.ts";
import { boundedUnusable } from "../tools/bounded-unusable.ts";
import type { RunOutcome } from "../run-outcome.ts";
import { SandboxError } from "../sandbox-error.ts";
import type { ToolHost } from "../tools/tool-host.ts";
import { OutputListener } from "../runs/output-listener.ts";
import { executeRun, type RunRequest } from "../runs/execute-run.ts";
import type { RunOptions } from "../runs/run-options.ts";
import { findSavedTools } from "./find-saved-tools.ts";
import { SessionSandbox } from "./session-sandbox.ts";
import type { SandboxConnection } from "../connection/sandbox-connection.ts";
import type { OpenSandbox } from "./warm-sandboxes.ts";

/** How a session runs code. Times are in milliseconds. */
export interface SessionOptions {
  name: string;
  host: ToolHost;
  open: OpenSandbox;
  timeoutMs: number;
  graceMs: number;
  outputLimit: number;
  /** After so long without runs the sandbox is ended; undefined means never. */
  idleTimeoutMs?: number | undefined;
  /** After so long without runs the sandbox stands still until the next run. */
  stillAfterMs: number;
  /** The notices that users of the runtime have seen; shared by its sessions. */
  said: Set<string>;
  /** Called before a sandbox starts, which waits for it, and when a run has ended. */
  makeRoom?: (() => Promise<void>) | undefined;
}

/** Runs code, one run after the other, in its own sandbox. */
export class SandboxSession {
  readonly name: string;
  readonly #options: SessionOptions;
  readonly #closing = new AbortController();
  #queue: Promise<unknown> = Promise.resolve();
  #waiting = 0;
  readonly #sandbox: SessionSandbox;
  #idleTimer: NodeJS.Timeout | undefined;
  #stillTimer: NodeJS.Timeout | undefined;

  constructor(options: SessionOptions) {
    this.name = options.name;
    this.#options = options;
    this.#sandbox = new SessionSandbox(options);
  }

  /** True while a sandbox exists for it or is being started. */
  get started(): boolean {
    return this.#sandbox.exists;
  }

  get closed(): boolean {
    return this.#closing.signal.aborted;
  }

  /** False while a run is in progress or waits. */
  get idle(): boolean {
    return this.#waiting === 0;
  }

  /**
   * Runs a cell. If the code fails, that is an outcome; if the sandbox fails, it rejects with a SandboxError that has
   * what was printed until then. Runs of one session take turns. Wrong arguments reject with a SandboxError
   * `invalid-options`.
   */
  async run(code: string, options: RunOptions = {}): Promise<RunOutcome> {
    checkRun(code, options);
    this.#waiting += 1;
    clearTimeout(this.#idleTimer);
    clearTimeout(this.#stillTimer);
    const turn = this.#queue.then(() => this.#run(code, options));
    this.#queue = turn.then(
      () => this.#rest(),
      () => this.#rest(),
    );
    return await turn;
  }

  /**
   * Ends the sandbox, and a start that no run waits for; the next run starts a new one and says why the state is gone.
   */
  async reset(reason: string): Promise<void> {
    const ends = [this.#sandbox.end(reason)];
    if (this.idle) ends.push(this.#sandbox.abandonStart());
    await Promise.all(ends);
  }

  /** Ends the sandbox and every run that waits. Resolves when the sandbox is gone. */
  async close(): Promise<void> {
    this.#closing.abort();
    clearTimeout(this.#idleTimer);
    clearTimeout(this.#stillTimer);
    // A run that was cancelled has left a start behind.
    await this.#sandbox.close();
    await this.#queue;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }

  #rest(): void {
    this.#waiting -= 1;
    void this.#options.makeRoom?.();
    const { idleTimeoutMs, stillAfterMs } = this.#options;
    if (this.#waiting > 0 || this.#closing.signal.aborted) return;
    this.#stillTimer = setTimeout(() => this.#standStill(), stillAfterMs);
    this.#stillTimer.unref();
    if (idleTimeoutMs === undefined) return;
    const reason = `the session was idle for ${idleTimeoutMs / 1000} s.`;
    this.#idleTimer = setTimeout(
      () => void this.reset(reason),
      Math.min(idleTimeoutMs, 2 ** 31 - 1),
    );
    this.#idleTimer.unref();
  }

  #standStill(): void {
    // If earlier frames are still unread, the sandbox would never read the frame that stops it.
    const { connection } = this.#sandbox;
    if (connection?.isUnread) void this.reset("its code did not read what it had asked for.");
    else connection?.send({ type: "stand-still" });
  }

  async #run(code: string, options: RunOptions): Promise<RunOutcome> {
    if (options.signal?.aborted) return cancelledBeforeStart();
    const { host, timeoutMs, graceMs, outputLimit } = this.#options;
    if (this.closed) throw this.#sandbox.closedError();
    const connection =
      this.#sandbox.connection ?? (await this.#sandbox.obtain(options.signal, options.onStatus));
    if (!connection) return cancelledBeforeStart();
    const { list, notices } = await findSavedTools(host);
    if (options.signal?.aborted) return cancelledBeforeStart();
    const servers = checkServers(host.listServers());
    const unusable = boundedUnusable(host.unusableServers?.() ?? []);
    const saved = list && connection.savedTools.tell(list);
    const listener = options.onOutput && new OutputListener(options.onOutput, options.signal);
    try {
      const outcome = await this.#execute(connection, {
        id: options.id ?? randomUUID(),
        session: this.name,
        code,
        host,
        servers,
        unusable,
        saved,
        notices,
        graceMs,
        outputLimit,
        timeoutMs: options.timeoutMs ?? timeoutMs,
        signal: listener?.signal ?? options.signal,
        onOutput: listener?.tell,
      });
      if (listener?.failure) throw listener.failure.error;
      return outcome;
    } finally {
      listener?.end();
    }
  }

  async #execute(connection: SandboxConnection, request: RunRequest): Promise<RunOutcome> {
    const { said } = this.#options;
    const lost = this.#sandbox.takeLoss();
    try {
      const outcome = await executeRun(connection, request);
      if (outcome.stateLost) this.#sandbox.forget(connection, undefined);
      if (connection.notice && !said.has(connection.notice)) {
        said.add(connection.notice);
        outcome.notices.push(connection.notice);
      }
      if (lost) outcome.notices.unshift(`Variables and files of earlier runs are gone: ${lost}`);
      return outcome;
    } catch (error) {
      const reason = error instanceof SandboxError ? error.message : String(error);
      this.#sandbox.forget(connection, reason);
      await connection.close();
      throw error;
    }
  }
}

function cancelledBeforeStart(): RunOutcome {
  return {
    status: "cancelled",
    output: [],
    images: [],
    notices: ["The run was cancelled before it started."],
    stateLost: false,
    durationMs: 0,
  };
}
