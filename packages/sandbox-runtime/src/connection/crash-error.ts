import type { SandboxExit } from "../drivers/driver.ts";
import { SandboxError } from "../sandbox-error.ts";

/** The error for a process that ended although nobody ended it. */
export function crashError(exit: SandboxExit, lastWords: string): SandboxError {
  if (exit.outOfMemory) {
    return new SandboxError(
      "out-of-memory",
      "The sandbox reached its memory limit and ended. Work on less at a time, or raise MCP_BRIDGE_MEMORY_LIMIT.",
    );
  }
  if (exit.reason) {
    return new SandboxError("sandbox-crashed", `The sandbox ended because ${exit.reason}.`);
  }
  const how = exit.signal ?? (exit.code === null ? undefined : `exit code ${exit.code}`);
  return new SandboxError(
    "sandbox-crashed",
    `The sandbox process ended by itself${how ? ` (${how})` : ""}.${inASentence(lastWords)}`,
  );
}

/** The last words as a sentence to append; empty if there are none. */
export function inASentence(lastWords: string): string {
  return lastWords && ` Its last words: ${lastWords}`;
}
