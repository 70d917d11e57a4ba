// Copies of large values should be freed soon. On a large machine, Node would wait until the heap is many times larger
// than what is in use. A small heap may grow more, since a full collection takes as long as ten runs.
import { PerformanceObserver } from "node:perf_hooks";
import { getHeapStatistics, setFlagsFromString } from "node:v8";

/** A small heap has some 20 MB in use, and as much again that waits to be collected. */
const largeBytes = 48_000_000;
/** Percent by which a heap may grow before all of it is collected. */
const growth = { large: 20, small: 100 };

/** From now on, checks the heap after each garbage collection, which happens every few megabytes. */
export function boundHeapGrowth(): void {
  let isLarge = false;
  allowGrowth(growth.small);
  new PerformanceObserver(() => {
    if (getHeapStatistics().used_heap_size > largeBytes === isLarge) return;
    isLarge = !isLarge;
    allowGrowth(isLarge ? growth.large : growth.small);
  }).observe({ entryTypes: ["gc"] });
}

function allowGrowth(percent: number): void {
  setFlagsFromString(`--heap-growing-percent=${percent}`);
}
