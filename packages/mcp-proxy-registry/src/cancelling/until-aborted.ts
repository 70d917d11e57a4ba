import type { CancelSignal } from "./cancel-signal.ts";

/**
 * Settles as the promise does, or rejects with the signal's reason as soon as it is aborted. The underlying work
 * continues.
 */
export async function untilAborted<T>(
  promise: Promise<T>,
  caller: CancelSignal | undefined,
): Promise<T> {
  if (!caller) return promise;
  if (!(caller instanceof AbortSignal)) return untilCancelled(promise, caller);
  // Node warns if many listeners wait on one signal; a derived signal has only one.
  const signal = AbortSignal.any([caller]);
  const waiting = new AbortController();
  const aborted = new Promise<never>((_resolve, reject) => {
    const giveUp = (): void => reject(signal.reason);
    if (signal.aborted) giveUp();
    else signal.addEventListener("abort", giveUp, { signal: waiting.signal });
  });
  try {
    return await Promise.race([promise, aborted]);
  } finally {
    waiting.abort();
  }
}

async function untilCancelled<T>(promise: Promise<T>, caller: CancelSignal): Promise<T> {
  caller.throwIfAborted();
  let giveUp: (() => void) | undefined;
  const cancelled = new Promise<never>((_resolve, reject) => {
    giveUp = (): void => reject(caller.reason);
    caller.addEventListener("abort", giveUp);
  });
  try {
    return await Promise.race([promise, cancelled]);
  } finally {
    if (giveUp) caller.removeEventListener("abort", giveUp);
  }
}
