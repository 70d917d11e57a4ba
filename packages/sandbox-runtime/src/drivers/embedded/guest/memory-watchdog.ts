// The wasm heap has a bound of its own. Pyodide's in-memory files and JavaScript's buffers have none, so the thread
// that runs no user code looks at the whole process. Code may go on between runs, so this does, too.

/** Nothing fills memory faster: what is left divided by this is how long it is safe to look away. */
const bytesPerMs = 2 * 1024 * 1024;
const shortestMs = 10;
const longestMs = 250;

/** Memory that the collector is about to give back counts for so many looks; more than half the limit beyond, for none. */
const patience = 10;

/** Calls `exceeded` once the process has grown by more than `limit` bytes from now on, and stays so. */
export function watchMemory(limit: number, exceeded: () => void): void {
  const end = Deno.memoryUsage().rss + limit;
  let strikes = 0;
  const look = (): void => {
    const left = end - Deno.memoryUsage().rss;
    strikes = left < 0 ? strikes + 1 : 0;
    if (strikes > patience || left < -limit / 2) return exceeded();
    setTimeout(look, Math.min(longestMs, Math.max(shortestMs, left / bytesPerMs)));
  };
  look();
}
