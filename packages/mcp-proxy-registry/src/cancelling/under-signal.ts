/**
 * Runs work under a signal of its own that follows `signal` until the work is done. The SDK listens to the
 * signal of a request for ever: when that is aborted later, it cancels a request long answered.
 */
export async function underSignal<T>(
  signal: AbortSignal,
  work: (own: AbortSignal) => Promise<T>,
): Promise<T> {
  const controller = new AbortController();
  const abort = (): void => controller.abort(signal.reason);
  if (signal.aborted) abort();
  signal.addEventListener("abort", abort);
  try {
    return await work(controller.signal);
  } finally {
    signal.removeEventListener("abort", abort);
  }
}
