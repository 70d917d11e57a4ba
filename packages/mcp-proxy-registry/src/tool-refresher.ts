// Changes come in bursts, and while a list is being read: several are one, and none is lost.
const DELAY_MS = 100;

/** Runs a refresh soon after it is asked for; one at a time, and once more where it is asked for meanwhile. */
export interface ToolRefresher {
  refreshSoon(): void;
  close(): void;
}

/** `refresh` never rejects. */
export function createToolRefresher(refresh: () => Promise<void>): ToolRefresher {
  let timer: NodeJS.Timeout | undefined;
  let isRunning = false;
  let isWanted = false;
  let isClosed = false;

  async function run(): Promise<void> {
    timer = undefined;
    isRunning = true;
    isWanted = false;
    await refresh();
    isRunning = false;
    if (isWanted) refreshSoon();
  }

  function refreshSoon(): void {
    isWanted = true;
    if (isClosed || isRunning || timer) return;
    timer = setTimeout(() => void run(), DELAY_MS);
    timer.unref();
  }

  return {
    refreshSoon,
    close() {
      isClosed = true;
      clearTimeout(timer);
    },
  };
}
