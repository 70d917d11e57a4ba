// Changes come in bursts, and while something is done about one: several are combined, and none is lost.
const firstDelayMs = 100;
// If something changes all the time, it is refreshed less and less often, until it has been quiet for a while.
const longestDelayMs = 10_000;
const quietMs = 5000;

/** Runs a refresh soon after it is requested; one at a time, and once more if it is requested in the meantime. */
export interface Refresher {
  refreshSoon(): void;
  /** Whether a refresh was requested and has not ended. */
  readonly isDue: boolean;
  /** Does now what was requested, and resolves when it is done. */
  finish(): Promise<void>;
  close(): void;
}

/** `refresh` never rejects. */
export function createRefresher(refresh: () => Promise<void>): Refresher {
  let timer: NodeJS.Timeout | undefined;
  let running: Promise<void> | undefined;
  let isWanted = false;
  let isClosed = false;
  let delayMs = firstDelayMs;
  let askedAt = -Infinity;

  async function run(): Promise<void> {
    await refresh();
    running = undefined;
    if (isWanted) refreshSoon();
  }

  function begin(): void {
    clearTimeout(timer);
    timer = undefined;
    isWanted = false;
    running = run();
  }

  function refreshSoon(): void {
    const now = performance.now();
    if (now - askedAt > quietMs) delayMs = firstDelayMs;
    askedAt = now;
    isWanted = true;
    if (isClosed || running || timer) return;
    timer = setTimeout(begin, delayMs);
    timer.unref();
    delayMs = Math.min(delayMs * 2, longestDelayMs);
  }

  return {
    refreshSoon,
    get isDue() {
      return timer !== undefined || running !== undefined;
    },
    async finish() {
      // What is running may have begun before the last request.
      if (running && isWanted) await running;
      if (timer) begin();
      await running;
    },
    close() {
      isClosed = true;
      clearTimeout(timer);
      timer = undefined;
    },
  };
}
