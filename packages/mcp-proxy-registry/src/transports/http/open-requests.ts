// Requests over Streamable HTTP. Each has a connection of its own, which stays open as long as the server likes.

// Most servers end the response with its answer; then the connection can be used again.
const answeredMs = 1000;
// The reason with which the connection of an answered request is ended.
const answeredAlready = "answered";

/** The connection of one request, or of a batch. */
export interface OpenRequest {
  readonly ids: readonly unknown[];
  /** Aborted where nobody waits for it any longer. */
  readonly given: AbortSignal;
  /** Whether it was given up since it has its answer. */
  readonly isAnswered: boolean;
  /** Its connection is no longer open. */
  over(): void;
  /** It will not be answered either. */
  failed(): void;
}

/** The requests to one server: whose connection is open, and which have no answer yet. */
export class OpenRequests {
  readonly #open = new Map<unknown, AbortController>();
  /** Ids of requests that have no answer yet, also of those whose answer comes another way. */
  readonly #awaited = new Set<unknown>();

  begin(ids: readonly unknown[]): OpenRequest {
    const given = new AbortController();
    for (const id of ids) {
      this.#open.set(id, given);
      this.#awaited.add(id);
    }
    const over = (): void => {
      for (const id of ids) if (this.#open.get(id) === given) this.#open.delete(id);
    };
    return {
      ids,
      given: given.signal,
      get isAnswered() {
        return given.signal.reason === answeredAlready;
      },
      over,
      failed: () => {
        over();
        for (const id of ids) this.#awaited.delete(id);
      },
    };
  }

  isAwaited(id: unknown): boolean {
    return this.#awaited.has(id);
  }

  /** The request has its answer: the server may end the connection, and has it ended soon. */
  answered(id: unknown): void {
    this.#awaited.delete(id);
    const given = this.#open.get(id);
    if (given) setTimeout(() => given.abort(answeredAlready), answeredMs).unref();
  }

  /** Nobody waits for the request any longer. */
  abandon(id: unknown): void {
    this.#awaited.delete(id);
    this.#open.get(id)?.abort();
  }
}
