import type { SandboxLimits, SandboxProcess } from "../driver.ts";
import type { Engine } from "./engines/engine.ts";

const gibibyte = 1024 ** 3;
/**
 * Address space of a thread on a machine with many processors: its stack, and an arena of the C library's allocator.
 */
const threadBytes = 80 * 1024 ** 2;

/**
 * The limits that the Python kernel sets for itself, because no engine can enforce them or because this one cannot. The
 * latter are also reported.
 */
export function ownLimits(
  { name, enforces }: Engine,
  { memoryBytes, pids }: SandboxLimits,
): Pick<SandboxProcess, "ownLimits" | "notice"> {
  const addressBytes = Math.max(8 * gibibyte, 4 * memoryBytes + pids * threadBytes);
  if (enforces.memory && enforces.pids) return { ownLimits: { addressBytes } };
  const missing = [enforces.memory ? "" : "memory", enforces.pids ? "" : "processes"].filter(
    Boolean,
  );
  return {
    ownLimits: {
      addressBytes,
      ...(!enforces.memory && { memoryBytes }),
      ...(!enforces.pids && { pids }),
    },
    notice:
      `${name} cannot limit ${missing.join(" and ")} on this machine (rootless on cgroups v1); ` +
      "each process of the sandbox limits itself instead, which code that starts many processes can exceed",
  };
}
