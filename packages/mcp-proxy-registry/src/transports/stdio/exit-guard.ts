import type { ProcessTree } from "../../platform/process-tree.ts";

/** Ends process trees when the host exits without having closed its registry. */
export interface ExitGuard {
  add(pid: number): void;
  delete(pid: number): void;
}

/** Listens to the process's exit only while there is something to end. */
export function createExitGuard(tree: ProcessTree): ExitGuard {
  const guarded = new Set<number>();
  const killAll = (): void => {
    for (const pid of guarded) tree.kill(pid);
  };
  return {
    add(pid) {
      if (guarded.size === 0) {
        allowListeners(1);
        process.on("exit", killAll);
      }
      guarded.add(pid);
    },
    delete(pid) {
      if (guarded.delete(pid) && guarded.size === 0) {
        process.off("exit", killAll);
        allowListeners(-1);
      }
    },
  };
}

/** Raises the warning threshold for listeners: many registries in one process are not a leak. */
function allowListeners(change: 1 | -1): void {
  const limit = process.getMaxListeners();
  if (limit > 0) process.setMaxListeners(limit + change);
}
