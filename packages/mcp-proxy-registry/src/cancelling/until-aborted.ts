import type { CancelSignal } from "./cancel-signal.ts";

/** The promise, or a rejection with the signal's reason as soon as that is aborted. The promise runs on. */
export async function untilAborted<T>(
  promise: Promise<T>,
  caller: CancelSignal | undefined,
): Promise<T> {
  if (!caller) return promise;
  if (!(caller instanceof AbortSignal)) return untilCancelled(promise, caller);
  // Node warns when many wait on one signal; a signal of our own has one listener.
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
