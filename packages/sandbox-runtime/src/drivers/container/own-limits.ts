import type { SandboxLimits, SandboxProcess } from "../driver.ts";
import type { Engine } from "./engine.ts";

/** What the engine cannot enforce here is left to the kernel's own limits, and said. */
export function ownLimits(
  { name, enforces }: Engine,
  { memoryBytes, pids }: SandboxLimits,
): Pick<SandboxProcess, "ownLimits" | "notice"> {
  if (enforces.memory && enforces.pids) return {};
  const missing = [enforces.memory ? "" : "memory", enforces.pids ? "" : "processes"].filter(
    Boolean,
  );
  return {
    ownLimits: { ...(!enforces.memory && { memoryBytes }), ...(!enforces.pids && { pids }) },
    notice:
      `${name} cannot limit ${missing.join(" and ")} on this machine (rootless on cgroups v1); ` +
      "each process of the sandbox limits itself instead, which code that starts many processes can exceed",
  };
}
