import type { Client } from "@modelcontextprotocol/sdk/client/index.js";
import { RegistryError } from "../registry-error.ts";
import { isAnswer, isRequestTimeout } from "./connection-errors.ts";

const pingTimeoutMs = 5000;

/** Pings a server, and closes its client if there is no answer. */
export class SignOfLife {
  readonly #client: Client;
  readonly #ended: AbortSignal;
  #asked: Promise<boolean> | undefined;
  #isSilent = false;
  #failure: unknown;

  /** `ended` is aborted when the client is closed. */
  constructor(client: Client, ended: AbortSignal) {
    this.#client = client;
    this.#ended = ended;
  }

  /** Whether the client was closed because the server was silent. */
  get isSilent(): boolean {
    return this.#isSilent;
  }

  /** Of the ping after which the client was closed, if it failed. */
  get failure(): unknown {
    return this.#failure;
  }

  /**
   * For a channel that may be dead without noticing. Resolves with whether the server answered; concurrent calls share
   * one ping.
   */
  ask(): Promise<boolean> {
    this.#asked ??= this.#closeUnlessReached().finally(() => {
      this.#asked = undefined;
    });
    return this.#asked;
  }

  /** After an unanswered request: closes the connection if the server does not answer a ping either. */
  async askAfterSilence(): Promise<void> {
    if (this.#ended.aborted) return;
    try {
      await this.#client.ping({ timeout: pingTimeoutMs });
    } catch (error) {
      if (!isRequestTimeout(error) || this.#ended.aborted) return;
      this.#isSilent = true;
      await this.#client.close();
    }
  }

  /** A late answer or an error also counts as a sign of life. */
  async #closeUnlessReached(): Promise<boolean> {
    try {
      await this.#client.ping({ timeout: pingTimeoutMs });
    } catch (error) {
      const isSign = isAnswer(error) || error instanceof RegistryError;
      if (!isSign && !this.#ended.aborted) {
        this.#failure = error;
        await this.#client.close();
      }
    }
    return !this.#ended.aborted;
  }
}
