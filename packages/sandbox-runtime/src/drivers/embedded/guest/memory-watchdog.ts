// The WebAssembly heap has its own limit. Pyodide's in-memory files and JavaScript's buffers have none, so the thread
// that runs no user code monitors the whole process while the other thread is active.

/** The fastest that memory can be filled: the remaining memory divided by this is the time until the next check. */
const bytesPerMs = 2 * 1024 * 1024;
const shortestMs = 10;
const longestMs = 250;

/**
 * Checks for which an excess is tolerated, since the garbage collector may be about to free it. An excess of more than
 * half the limit is not tolerated.
 */
const patience = 10;

/**
 * Returns a function that starts the watch if it is not running. `exceeded` is called if the process grows by more than
 * `limit` bytes from now on, and stays above that. When the worker stands still, the watch checks once more and stops.
 */
export function createMemoryWatch(
  limit: number,
  standsStill: () => boolean,
  exceeded: () => void,
): () => void {
  const end = Deno.memoryUsage().rss + limit;
  let watching = false;
  let strikes = 0;
  const look = (): void => {
    // Read before the memory, so that everything from before the standstill is included in it.
    watching = !standsStill();
    const left = end - Deno.memoryUsage().rss;
    strikes = watching && left < 0 ? strikes + 1 : 0;
    if (strikes > patience || left < -limit / 2) return exceeded();
    if (watching) {
      setTimeout(look, Math.min(longestMs, Math.max(shortestMs, left / bytesPerMs)));
    }
  };
  return () => {
    if (watching) return;
    watching = true;
    look();
  };
}
