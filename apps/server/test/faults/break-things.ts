// What fails from outside, one at a time, in an order that the seed decides.
import { setTimeout as sleep } from "node:timers/promises";
import type { Fault } from "./faults.ts";
import type { Random } from "./random.ts";

/** Until the signal. Resolves with how often each was injected. */
export async function breakThings(
  faults: readonly Fault[],
  random: Random,
  signal: AbortSignal,
): Promise<Record<string, number>> {
  const counts: Record<string, number> = {};
  while (!signal.aborted) {
    await pause(200 + random.below(1_500), signal);
    if (signal.aborted) break;
    const fault = random.pick(faults);
    if (await fault.inject(random, signal)) counts[fault.name] = (counts[fault.name] ?? 0) + 1;
  }
  return counts;
}

/** Ends early, and never throws, when the signal is aborted. */
export async function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  await sleep(milliseconds, undefined, { signal }).catch(() => {});
}
