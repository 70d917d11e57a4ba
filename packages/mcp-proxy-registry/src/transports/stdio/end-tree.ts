import { setTimeout as delay } from "node:timers/promises";
import type { ProcessTree } from "../../platform/process-tree.ts";

const firstPollMs = 5;
const longestPollMs = 50;
const terminateGraceMs = 1000;
// A process that SIGKILL does not end in this time is stuck in the kernel.
const killGraceMs = 2000;

/** Ends what is left of a process tree: first asks it to end, then kills it. Resolves when it is gone. */
export async function endTree(tree: ProcessTree, pid: number): Promise<void> {
  if (!tree.isAlive(pid)) return;
  tree.terminate(pid);
  if (await isGone(tree, pid, terminateGraceMs)) return;
  tree.kill(pid);
  await isGone(tree, pid, killGraceMs);
}

/** Waits for the tree to end by itself; false if it does not in time. */
export async function isGone(tree: ProcessTree, pid: number, graceMs: number): Promise<boolean> {
  const until = performance.now() + graceMs;
  let pause = firstPollMs;
  while (tree.isAlive(pid)) {
    if (performance.now() > until) return false;
    await delay(pause);
    pause = Math.min(pause * 2, longestPollMs);
  }
  return true;
}
