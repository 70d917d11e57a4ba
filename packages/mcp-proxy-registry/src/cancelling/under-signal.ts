/**
 * Runs work with its own signal, which follows `signal` until the work is done. The SDK never stops listening to a
 * request's signal: if it is aborted later, the SDK cancels a request that was answered long ago.
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
