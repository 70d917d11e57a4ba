// One time limit for a whole start. With a limit for each request, an engine that answers all of them slowly would take
// many times as long. Records how long each step took.
import { SandboxError } from "../sandbox-error.ts";
import { deferred } from "../deferred.ts";

interface Step {
  doing: string;
  whenLate: string | undefined;
  begunAt: number;
}

/** The time limit of one start, and its steps. */
export class StartTime {
  /** Aborted when the time is up or the start is cancelled. */
  readonly signal: AbortSignal;
  readonly #late = new AbortController();
  readonly #up = deferred<never>();
  readonly #what: string;
  readonly #milliseconds: number;
  readonly #begunAt = performance.now();
  readonly #steps: Step[] = [];
  readonly #timer: NodeJS.Timeout;

  /** `what` is being started, such as `The docker sandbox`; `cancelled` ends the start early. */
  constructor(what: string, milliseconds: number, cancelled?: AbortSignal) {
    this.#what = what;
    this.#milliseconds = milliseconds;
    this.signal = AbortSignal.any([this.#late.signal, ...(cancelled ? [cancelled] : [])]);
    this.#up.promise.catch(() => {});
    this.#timer = setTimeout(
      () => {
        this.#up.reject(this.error());
        this.#late.abort();
      },
      Math.min(milliseconds, 2 ** 31 - 1),
    );
  }

  /**
   * Begins a step, such as `creating the container`; `whenLate` is the error message if the time runs out during it.
   */
  readonly begin = (doing: string, whenLate?: string): void => {
    this.#steps.push({ doing, whenLate, begunAt: performance.now() });
  };

  get isUp(): boolean {
    return this.#late.signal.aborted;
  }

  /** Milliseconds; at least one. */
  get left(): number {
    return Math.max(1, this.#begunAt + this.#milliseconds - performance.now());
  }

  /** Resolves as the work does. Rejects with `error()` if the time is up first; the work then continues. */
  async within<T>(work: Promise<T>): Promise<T> {
    return Promise.race([work, this.#up.promise]);
  }

  /** The error that says which step took the time. */
  error(): SandboxError {
    const last = this.#steps.at(-1);
    const message =
      last?.whenLate ??
      `${this.#what} was not ready after ${inSeconds(this.#milliseconds)}. ${this.#account()}Raise MCP_BRIDGE_STARTUP_TIMEOUT if this machine is slow.`;
    return new SandboxError("start-failed", message);
  }

  /** Stops the timer. */
  end(): void {
    clearTimeout(this.#timer);
  }

  #account(): string {
    const now = performance.now();
    const steps = this.#steps.map(({ doing, begunAt }, place) => ({
      doing,
      took: (this.#steps[place + 1]?.begunAt ?? now) - begunAt,
    }));
    const [longest] = steps.toSorted((one, other) => other.took - one.took);
    const last = steps.at(-1);
    if (!longest || !last) return "";
    const took = `Of these, ${inSeconds(longest.took)} went into ${longest.doing}`;
    return longest === last
      ? `${took}, which had not ended. `
      : `${took}; ${last.doing} had not ended. `;
  }
}

function inSeconds(milliseconds: number): string {
  return `${Math.round(milliseconds / 100) / 10} s`;
}
