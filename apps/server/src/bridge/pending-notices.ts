const maxNotices = 20;

/** Notices for the next run's result. */
export interface PendingNotices {
  add(notices: readonly string[]): void;
  /** Removes and returns the waiting notices, oldest first. */
  take(): string[];
}

/**
 * Settings may change for days while nothing is run: only the newest notices are kept, and the number of the others.
 */
export function createPendingNotices(first: readonly string[] = []): PendingNotices {
  let waiting: string[] = [];
  let leftOut = 0;

  function add(notices: readonly string[]): void {
    const all = [...waiting, ...notices];
    waiting = all.slice(-maxNotices);
    leftOut += all.length - waiting.length;
  }

  add(first);
  return {
    add,
    take() {
      const taken = leftOut > 0 ? [`${leftOut} earlier notices are left out`, ...waiting] : waiting;
      waiting = [];
      leftOut = 0;
      return taken;
    },
  };
}
