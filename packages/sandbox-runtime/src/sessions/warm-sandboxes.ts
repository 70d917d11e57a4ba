// Sandboxes that are started before a session needs one, so that its first run does not wait for a start.
import { deferred } from "../deferred.ts";
import type { SandboxConnection } from "../connection/sandbox-connection.ts";

/** Opens a sandbox. Aborting the signal cancels the start; `onStatus` is called with what takes long. */
export type OpenSandbox = (
  signal: AbortSignal,
  onStatus?: (status: string) => void,
) => Promise<SandboxConnection>;

const refillAfterMs = 1_000;

/** Sandboxes that wait, and are used in the order in which they were started. */
export class WarmSandboxes {
  readonly #open: OpenSandbox;
  readonly #size: number;
  readonly #closing = new AbortController();
  #waiting: Promise<SandboxConnection | undefined>[] = [];
  /** Called with the status of starts in progress, for whoever waits for one. */
  readonly #listeners = new Set<(status: string) => void>();
  #refill: NodeJS.Timeout | undefined;

  constructor(open: OpenSandbox, size: number) {
    this.#open = open;
    this.#size = size;
  }

  /**
   * Starts as many as are missing. Failures are not reported here: whoever needs a sandbox tries again and gets the
   * error.
   */
  fill(): void {
    while (!this.#closing.signal.aborted && this.#waiting.length < this.#size) {
      const tell = (status: string): void => {
        for (const listener of this.#listeners) listener(status);
      };
      this.#waiting.push(this.#open(this.#closing.signal, tell).catch(() => undefined));
    }
  }

  /** A waiting sandbox that is alive, or a new one. */
  async take(signal: AbortSignal, onStatus?: (status: string) => void): Promise<SandboxConnection> {
    const connection =
      (await this.#takeWaiting(signal, onStatus)) ?? (await this.#open(signal, onStatus));
    this.#refillSoon();
    return connection;
  }

  async #takeWaiting(
    signal: AbortSignal,
    onStatus?: (status: string) => void,
  ): Promise<SandboxConnection | undefined> {
    const aborted = deferred<"aborted">();
    const onAbort = (): void => aborted.resolve("aborted");
    signal.addEventListener("abort", onAbort, { once: true });
    if (onStatus) this.#listeners.add(onStatus);
    try {
      for (let next = this.#waiting.shift(); next; next = this.#waiting.shift()) {
        const connection = await Promise.race([next, aborted.promise]);
        if (connection === "aborted") {
          await this.#giveBack(next);
          return undefined;
        }
        if (connection?.alive) return connection;
      }
      return undefined;
    } finally {
      signal.removeEventListener("abort", onAbort);
      if (onStatus) this.#listeners.delete(onStatus);
    }
  }

  async #giveBack(waiting: Promise<SandboxConnection | undefined>): Promise<void> {
    if (this.#closing.signal.aborted) await (await waiting)?.close();
    else this.#waiting.unshift(waiting);
  }

  async close(): Promise<void> {
    this.#closing.abort();
    clearTimeout(this.#refill);
    await Promise.all(this.#waiting.splice(0).map(async (waiting) => (await waiting)?.close()));
  }

  /** A little later, so that the run that took a sandbox is not slowed down. */
  #refillSoon(): void {
    clearTimeout(this.#refill);
    this.#refill = setTimeout(() => this.fill(), refillAfterMs);
    this.#refill.unref();
  }
}
