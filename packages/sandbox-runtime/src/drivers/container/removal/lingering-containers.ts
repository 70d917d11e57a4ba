// Containers whose removal the engine did not confirm: it is asked again until it does. If their creation was not
// confirmed either, the engine may still create them, so for some time "no such container" does not count. What is left
// when this process ends is removed by the guardian or by the next start.
import { setTimeout as sleep } from "node:timers/promises";
import type Docker from "dockerode";
import { endContainer } from "./end-container.ts";

const shortestPauseMs = 1_000;
const longestPauseMs = 60_000;
/** No engine is so busy that it would create a container later than this. */
const mayAppearMs = 10 * 60_000;
/** If the engine is not busy, a requested container appears within this time. */
const closeMs = 2_000;
const closePauseMs = 100;

interface Lingering {
  /** From then on, "no such container" counts. */
  mayAppearUntil: number;
}

export class LingeringContainers {
  readonly #client: () => Promise<Docker> | undefined;
  readonly #onGone: (name: string) => void;
  readonly #byName = new Map<string, Lingering>();
  #timer: NodeJS.Timeout | undefined;
  #pauseMs = shortestPauseMs;

  /**
   * `client` returns the current connection to the engine; `onGone` is called with each container that is gone for
   * good.
   */
  constructor(client: () => Promise<Docker> | undefined, onGone: (name: string) => void) {
    this.#client = client;
    this.#onGone = onGone;
  }

  /** `mayAppear`: the engine may still make it. */
  add(name: string, mayAppear: boolean): void {
    this.#byName.set(name, {
      mayAppearUntil: mayAppear ? performance.now() + mayAppearMs : 0,
    });
    this.#pauseMs = shortestPauseMs;
    this.#tryLater();
  }

  /** Tries once more, and waits for a moment if some may still appear. */
  async close(): Promise<void> {
    clearTimeout(this.#timer);
    const end = performance.now() + closeMs;
    await this.#end();
    while (this.#someMayAppear() && performance.now() < end) {
      await sleep(closePauseMs);
      await this.#end();
    }
  }

  #someMayAppear(): boolean {
    const now = performance.now();
    return [...this.#byName.values()].some(({ mayAppearUntil }) => mayAppearUntil > now);
  }

  #tryLater(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#tryAgain(), this.#pauseMs);
    this.#timer.unref();
  }

  async #tryAgain(): Promise<void> {
    await this.#end();
    if (this.#byName.size === 0) return;
    this.#pauseMs = Math.min(longestPauseMs, this.#pauseMs * 2);
    this.#tryLater();
  }

  async #end(): Promise<void> {
    if (this.#byName.size === 0) return;
    const client = await this.#client()?.catch(() => undefined);
    if (!client) return;
    await Promise.all(
      [...this.#byName].map(async ([name, { mayAppearUntil }]) => {
        const askedAt = performance.now();
        const end = await endContainer(client, name);
        if (end === "unknown" || (end === "absent" && askedAt < mayAppearUntil)) return;
        this.#byName.delete(name);
        this.#onGone(name);
      }),
    );
  }
}
