import type { Steps } from "./steps.ts";

/** How long to work without a pause, in milliseconds. */
const stretch = 8;

/**
 * Runs steps for a few milliseconds at a time, one series after the other. In between, after calling `pause`, other
 * work can run.
 */
export function createGiveWay(pause: () => void): (steps: Steps) => Promise<void> {
  let last: Promise<void> = Promise.resolve();
  let busySince = 0;
  let waiting = 0;

  const run = async (steps: Steps): Promise<void> => {
    while (steps.next().done !== true) {
      if (performance.now() - busySince < stretch) continue;
      pause();
      await nextTurn();
      busySince = performance.now();
    }
  };

  return async (steps) => {
    // Series that wait for each other share the time.
    if (waiting === 0) busySince = performance.now();
    waiting++;
    const done = last.then(() => run(steps));
    last = done.catch(() => {});
    try {
      await done;
    } finally {
      waiting--;
    }
  };
}

function nextTurn(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 0));
}
