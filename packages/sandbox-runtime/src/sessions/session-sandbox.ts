// The sandbox of a session. It may be absent, starting, running or ending.
import type { SandboxConnection } from "../connection/sandbox-connection.ts";
import { deferred } from "../deferred.ts";
import { SandboxError } from "../sandbox-error.ts";
import type { OpenSandbox } from "./warm-sandboxes.ts";

/** The session, and how its sandbox is opened. */
export interface SessionSandboxOptions {
  /** The session's name. */
  name: string;
  open: OpenSandbox;
  /** Waited for before a start. */
  makeRoom?: (() => Promise<void>) | undefined;
}

type OnStatus = Parameters<OpenSandbox>[1];

/** The current sandbox of a session. */
export class SessionSandbox {
  readonly #options: SessionSandboxOptions;
  #connection: SandboxConnection | undefined;
  #lost: string | undefined;
  #connecting: Promise<SandboxConnection> | undefined;
  /** Cancels the start in progress. */
  #start: AbortController | undefined;
  /** Sandboxes that are being ended. */
  readonly #leaving = new Set<Promise<unknown>>();

  constructor(options: SessionSandboxOptions) {
    this.#options = options;
  }

  /** The running sandbox. */
  get connection(): SandboxConnection | undefined {
    return this.#connection;
  }

  /** True while it is running or starting. */
  get exists(): boolean {
    return this.#connection !== undefined || this.#start !== undefined;
  }

  /** Why the previous sandbox, with its state, is gone; returned once. */
  takeLoss(): string | undefined {
    const lost = this.#lost;
    this.#lost = undefined;
    return lost;
  }

  /** Starts a sandbox. Undefined if the signal is aborted first; the start then continues, for the next run. */
  async obtain(
    signal: AbortSignal | undefined,
    onStatus: OnStatus,
  ): Promise<SandboxConnection | undefined> {
    const cancelled = deferred<undefined>();
    const onAbort = (): void => cancelled.resolve(undefined);
    signal?.addEventListener("abort", onAbort, { once: true });
    try {
      return await Promise.race([this.#connect(onStatus), cancelled.promise]);
    } finally {
      signal?.removeEventListener("abort", onAbort);
    }
  }

  /** The sandbox is gone, or must no longer be used. */
  forget(connection: SandboxConnection, reason: string | undefined): void {
    if (this.#connection !== connection) return;
    this.#connection = undefined;
    this.#lost = reason;
  }

  /** Ends the running sandbox. Resolves when it is gone. */
  async end(reason: string): Promise<void> {
    const connection = this.#connection;
    if (!connection) return;
    this.forget(connection, reason);
    await this.#leave(connection.close(reason));
  }

  /** Cancels a start in progress. Resolves when nothing of it is left. */
  async abandonStart(): Promise<void> {
    const connecting = this.#connecting;
    this.#start?.abort();
    this.#start = undefined;
    this.#connecting = undefined;
    if (connecting) await this.#leave(connecting).catch(() => {});
  }

  /** Resolves when no sandbox of the session is left. */
  async close(): Promise<void> {
    await this.abandonStart();
    await this.#connection?.close();
    await Promise.allSettled(this.#leaving);
  }

  /** The error for any use after the session was closed. */
  closedError(): SandboxError {
    return new SandboxError(
      "closed",
      `The session ${JSON.stringify(this.#options.name)} is closed.`,
    );
  }

  async #connect(onStatus: OnStatus): Promise<SandboxConnection> {
    if (!this.#connecting) {
      const start = new AbortController();
      this.#start = start;
      const connecting = this.#open(start.signal, onStatus).finally(() => {
        if (this.#start !== start) return;
        this.#start = undefined;
        this.#connecting = undefined;
      });
      connecting.catch(() => {});
      this.#connecting = connecting;
    }
    return this.#connecting;
  }

  async #open(signal: AbortSignal, onStatus: OnStatus): Promise<SandboxConnection> {
    await this.#options.makeRoom?.();
    if (signal.aborted) throw this.closedError();
    const connection = await this.#options.open(signal, onStatus);
    if (signal.aborted) {
      await connection.close();
      throw this.closedError();
    }
    this.#connection = connection;
    // The sandbox may also end between two runs.
    void connection.ended.then((error) => this.forget(connection, error.message));
    return connection;
  }

  async #leave(end: Promise<unknown>): Promise<void> {
    this.#leaving.add(end);
    try {
      await end;
    } finally {
      this.#leaving.delete(end);
    }
  }
}
