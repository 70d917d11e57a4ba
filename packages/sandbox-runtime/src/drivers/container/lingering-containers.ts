// Containers of which the engine did not say that they are gone, when they were to be: it is asked again until it does.
// What is left when we go away ourselves, the next start removes.
import type Docker from "dockerode";
import { endContainer } from "./end-container.ts";

const shortestPauseMs = 1_000;
const longestPauseMs = 60_000;

export class LingeringContainers {
  readonly #client: () => Promise<Docker> | undefined;
  /** By id or by name. */
  readonly #names = new Set<string>();
  #timer: NodeJS.Timeout | undefined;
  #pauseMs = shortestPauseMs;

  /** `client` gives the engine as it is reached now. */
  constructor(client: () => Promise<Docker> | undefined) {
    this.#client = client;
  }

  add(name: string): void {
    this.#names.add(name);
    this.#pauseMs = shortestPauseMs;
    this.#tryLater();
  }

  /** Tries once more. */
  async close(): Promise<void> {
    clearTimeout(this.#timer);
    await this.#end();
  }

  #tryLater(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#tryAgain(), this.#pauseMs);
    this.#timer.unref();
  }

  async #tryAgain(): Promise<void> {
    await this.#end();
    if (this.#names.size === 0) return;
    this.#pauseMs = Math.min(longestPauseMs, this.#pauseMs * 2);
    this.#tryLater();
  }

  async #end(): Promise<void> {
    if (this.#names.size === 0) return;
    const client = await this.#client()?.catch(() => undefined);
    if (!client) return;
    await Promise.all(
      [...this.#names].map(async (name) => {
        if (await endContainer(client, name)) this.#names.delete(name);
      }),
    );
  }
}
