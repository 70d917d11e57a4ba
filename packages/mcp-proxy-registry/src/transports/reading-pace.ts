const windowMs = 1000;
const longestPauseMs = 10_000;

/** Keeps one talkative stream from taking the host's whole time: reading pauses until the second is over. */
export interface ReadingPace {
  /** Whether nothing more is to be read until `resume` is called. */
  readonly isPausing: boolean;
  note(amount: number): void;
  stop(): void;
}

/** So much may be read in a second. */
export function createReadingPace(
  limit: number,
  stream: { pause(): void; resume(): void },
): ReadingPace {
  let read = 0;
  let since = performance.now();
  let timer: NodeJS.Timeout | undefined;

  return {
    get isPausing() {
      return timer !== undefined;
    },
    note(amount) {
      const now = performance.now();
      // While it pauses, what was read before is still to be waited for.
      if (!timer && now - since >= windowMs) {
        since = now;
        read = 0;
      }
      read += amount;
      if (read <= limit || timer) return;
      stream.pause();
      timer = setTimeout(
        () => {
          timer = undefined;
          stream.resume();
        },
        // One message may be more than a second's worth.
        Math.min(longestPauseMs, (windowMs * read) / limit) - (now - since),
      );
    },
    stop: () => clearTimeout(timer),
  };
}
