// One time for a whole start, whatever it asks of whom: an engine that answers each question slowly would be given as much
// for every one of them. It keeps account of where the time went.
import { SandboxError } from "../sandbox-error.ts";
import { deferred } from "../deferred.ts";

interface Step {
  doing: string;
  whenLate: string | undefined;
  begunAt: number;
}

/** The time of one start, and the steps that it went into. */
export class StartTime {
  /** Aborted when the time is up, and where the start is cancelled. */
  readonly signal: AbortSignal;
  readonly #late = new AbortController();
  readonly #up = deferred<never>();
  readonly #what: string;
  readonly #milliseconds: number;
  readonly #begunAt = performance.now();
  readonly #steps: Step[] = [];
  readonly #timer: NodeJS.Timeout;

  /** `what` is started, such as `The docker sandbox`; `cancelled` ends it before its time. */
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

  /** The step that begins now, such as `creating the container`; `whenLate` is what is said where the time is up in it. */
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

  /** What the work resolves with; rejects with `error()` where the time is up first, and the work goes on. */
  async within<T>(work: Promise<T>): Promise<T> {
    return Promise.race([work, this.#up.promise]);
  }

  /** Says which step took the time. */
  error(): SandboxError {
    const last = this.#steps.at(-1);
    const message =
      last?.whenLate ??
      `${this.#what} was not ready after ${inSeconds(this.#milliseconds)}. ${this.#account()}Raise MCP_BRIDGE_STARTUP_TIMEOUT if this machine is slow.`;
    return new SandboxError("start-failed", message);
  }

  /** Nothing is to be told any more. */
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
