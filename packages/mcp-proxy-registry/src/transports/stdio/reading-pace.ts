const windowMs = 1000;
const longestPauseMs = 10_000;

/** Keeps one busy stream from using all of the host's time: reading pauses until the second is over. */
export interface ReadingPace {
  /** Whether reading is paused until `resume` is called. */
  readonly isPausing: boolean;
  note(amount: number): void;
  stop(): void;
}

/** Limits what is read in a second. */
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
      // While paused, what was read before still counts.
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
