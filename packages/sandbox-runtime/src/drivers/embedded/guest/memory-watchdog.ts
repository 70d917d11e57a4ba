// The wasm heap has a bound of its own. Pyodide's in-memory files and JavaScript's buffers have none, so the thread
// that runs no user code looks at the whole process, for as long as the other one does anything.

/** Nothing fills memory faster: what is left divided by this is how long it is safe to look away. */
const bytesPerMs = 2 * 1024 * 1024;
const shortestMs = 10;
const longestMs = 250;

/** Memory that the collector is about to give back counts for so many looks; more than half the limit beyond, for none. */
const patience = 10;

/**
 * A function that begins to watch, unless it does already: `exceeded` is called once the process has grown by more than
 * `limit` bytes from now on, and stays so. Where the worker stands still, it looks a last time and stops.
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
    // Asked first: what happened before it stood still is in the memory that is looked at.
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
