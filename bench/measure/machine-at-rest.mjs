import { readFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { setTimeout as sleep } from "node:timers/promises";

const busyAtMost = 0.03;

/**
 * Waits until a second has passed in which the machine's processors were nearly unused, at most that many seconds.
 * Engines work on for longer than the commands take that start and end containers.
 */
export async function machineAtRest(atMost = 30) {
  for (let second = 0; second < atMost; second += 1) {
    const before = busySeconds();
    const started = performance.now();
    await sleep(1000);
    const seconds = ((performance.now() - started) / 1000) * availableParallelism();
    if (busySeconds() - before <= busyAtMost * seconds) return;
  }
}

/** Seconds of processor time that everything on this machine has used since its start. */
function busySeconds() {
  const [user, nice, system, , , interrupts, softInterrupts] = readFileSync("/proc/stat", "utf8")
    .split("\n", 1)[0]
    .trim()
    .split(/\s+/)
    .slice(1)
    .map(Number);
  return (user + nice + system + interrupts + softInterrupts) / 100;
}
