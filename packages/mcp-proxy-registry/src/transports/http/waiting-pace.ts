import { setTimeout as delay } from "node:timers/promises";

const windowMs = 1000;
const longestWaitMs = 10_000;

/** Limits what is spent in a second; spending more waits until the next one. */
export function createWaitingPace(limit: number): { spend(amount: number): Promise<void> } {
  let spent = 0;
  let since = performance.now();
  return {
    async spend(amount) {
      const now = performance.now();
      if (now - since >= windowMs) {
        since = now;
        spent = 0;
      }
      spent += amount;
      if (spent <= limit) return;
      const waitMs = Math.min(longestWaitMs, (windowMs * spent) / limit) - (now - since);
      await delay(waitMs, undefined, { ref: false });
      since = performance.now();
      spent = 0;
    },
  };
}
