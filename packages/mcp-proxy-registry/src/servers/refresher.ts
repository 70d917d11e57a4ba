// Changes come in bursts, and while something is done about one: several are combined, and none is lost.
const firstDelayMs = 100;
// If something changes all the time, it is refreshed less and less often, until it has been quiet for a while.
const longestDelayMs = 10_000;
const quietMs = 5000;

/** Runs a refresh soon after it is requested; one at a time, and once more if it is requested in the meantime. */
export interface Refresher {
  refreshSoon(): void;
  close(): void;
}

/** `refresh` never rejects. */
export function createRefresher(refresh: () => Promise<void>): Refresher {
  let timer: NodeJS.Timeout | undefined;
  let isRunning = false;
  let isWanted = false;
  let isClosed = false;
  let delayMs = firstDelayMs;
  let askedAt = -Infinity;

  async function run(): Promise<void> {
    timer = undefined;
    isRunning = true;
    isWanted = false;
    await refresh();
    isRunning = false;
    if (isWanted) refreshSoon();
  }

  function refreshSoon(): void {
    const now = performance.now();
    if (now - askedAt > quietMs) delayMs = firstDelayMs;
    askedAt = now;
    isWanted = true;
    if (isClosed || isRunning || timer) return;
    timer = setTimeout(() => void run(), delayMs);
    timer.unref();
    delayMs = Math.min(delayMs * 2, longestDelayMs);
  }

  return {
    refreshSoon,
    close() {
      isClosed = true;
      clearTimeout(timer);
    },
  };
}
