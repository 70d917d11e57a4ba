import type { CancelSignal } from "../cancelling/cancel-signal.ts";

/** Admits a limited number at once; the others wait in order. */
export interface Turns {
  /** Resolves with the function that releases the turn; rejects with the signal's reason. */
  take(signal: CancelSignal): Promise<() => void>;
}

/** `limit` is how many may be in at once. */
export function createTurns(limit: number): Turns {
  const waiting = new Set<() => void>();
  let taken = 0;

  const giveBack = (): (() => void) => {
    let isBack = false;
    return () => {
      if (isBack) return;
      isBack = true;
      const [next] = waiting;
      if (next) next();
      else taken -= 1;
    };
  };

  return {
    async take(signal) {
      signal.throwIfAborted();
      if (taken < limit) {
        taken += 1;
        return giveBack();
      }
      return new Promise((resolve, reject) => {
        const leave = (): void => {
          waiting.delete(enter);
          reject(signal.reason);
        };
        const enter = (): void => {
          waiting.delete(enter);
          signal.removeEventListener("abort", leave);
          resolve(giveBack());
        };
        waiting.add(enter);
        signal.addEventListener("abort", leave);
      });
    },
  };
}
