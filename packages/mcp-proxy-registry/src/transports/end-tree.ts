import { setTimeout as delay } from "node:timers/promises";
import type { ProcessTree } from "../platform/process-tree.ts";

const firstPollMs = 5;
const longestPollMs = 50;
const terminateGraceMs = 1000;
// What SIGKILL does not end in this time is stuck in the kernel.
const killGraceMs = 2000;

/** Ends what is left of a process tree: asked first, then killed. Resolves when it is gone. */
export async function endTree(tree: ProcessTree, pid: number): Promise<void> {
  if (!tree.isAlive(pid)) return;
  tree.terminate(pid);
  if (await isGone(tree, pid, terminateGraceMs)) return;
  tree.kill(pid);
  await isGone(tree, pid, killGraceMs);
}

/** Waits for the tree to end by itself; false when it has not by then. */
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
