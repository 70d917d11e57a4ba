// The sandbox of a session: there is none, it is being started, it is up, or it is being ended.
import type { SandboxConnection } from "../connection/sandbox-connection.ts";
import { deferred } from "../deferred.ts";
import { SandboxError } from "../sandbox-error.ts";
import type { OpenSandbox } from "./warm-sandboxes.ts";

/** Whose sandbox it is, and how one is had. */
export interface SessionSandboxOptions {
  /** The session's. */
  name: string;
  open: OpenSandbox;
  /** Waited for before a start. */
  makeRoom?: (() => Promise<void>) | undefined;
}

type OnStatus = Parameters<OpenSandbox>[1];

/** The sandbox that a session has at a time. */
export class SessionSandbox {
  readonly #options: SessionSandboxOptions;
  #connection: SandboxConnection | undefined;
  #lost: string | undefined;
  #connecting: Promise<SandboxConnection> | undefined;
  /** Ends the start that is under way. */
  #start: AbortController | undefined;
  /** Sandboxes that are being ended. */
  readonly #leaving = new Set<Promise<unknown>>();

  constructor(options: SessionSandboxOptions) {
    this.#options = options;
  }

  /** The one that is up. */
  get connection(): SandboxConnection | undefined {
    return this.#connection;
  }

  /** True while it is up or being started. */
  get exists(): boolean {
    return this.#connection !== undefined || this.#start !== undefined;
  }

  /** Why the one before is gone, with all that it held; told once. */
  takeLoss(): string | undefined {
    const lost = this.#lost;
    this.#lost = undefined;
    return lost;
  }

  /** Starts one. Undefined where the signal is aborted first; the sandbox goes on starting, for the next run. */
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

  /** It is gone, or is not to be used any more. */
  forget(connection: SandboxConnection, reason: string | undefined): void {
    if (this.#connection !== connection) return;
    this.#connection = undefined;
    this.#lost = reason;
  }

  /** Ends the one that is up. Resolves when it is gone. */
  async end(reason: string): Promise<void> {
    const connection = this.#connection;
    if (!connection) return;
    this.forget(connection, reason);
    await this.#leave(connection.close(reason));
  }

  /** Ends a start that is under way. Resolves when nothing is left of it. */
  async abandonStart(): Promise<void> {
    const connecting = this.#connecting;
    this.#start?.abort();
    this.#start = undefined;
    this.#connecting = undefined;
    if (connecting) await this.#leave(connecting).catch(() => {});
  }

  /** Resolves when nothing is left of any. */
  async close(): Promise<void> {
    await this.abandonStart();
    await this.#connection?.close();
    await Promise.allSettled(this.#leaving);
  }

  /** For whatever is used after the end of its session. */
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
    // It may end between two runs, too.
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
