// A large value leaves copies behind on its way through. They are to go soon, and not when memory has grown to many
// times what is used, which is what Node would wait for on a large machine. A small heap may grow more: to collect all
// of it once in a hundred runs takes as long as ten of them.
import { PerformanceObserver } from "node:perf_hooks";
import { getHeapStatistics, setFlagsFromString } from "node:v8";

/** What is in a small heap is some 20 MB, and as much again that waits to be collected. */
const largeBytes = 48_000_000;
/** Percent by which a heap may grow before all of it is collected. */
const growth = { large: 20, small: 100 };

/** From now on the heap is looked at after each collection, of which there is one for every few megabytes. */
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
