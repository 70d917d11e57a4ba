import { SandboxError } from "../sandbox-error.ts";
import type { OpenSandbox } from "./warm-sandboxes.ts";

/**
 * Opens no more than so many sandboxes at once, those that start or are in use included; refuses more by a SandboxError
 * `too-many-sessions`. Thousands of runs, each in a session of its own, would take the whole machine.
 */
export function withinSandboxesAtOnce(most: number, open: OpenSandbox): OpenSandbox {
  let count = 0;
  const leave = (): void => void (count -= 1);
  return async (signal, onStatus) => {
    if (count >= most) {
      throw new SandboxError(
        "too-many-sessions",
        `Nothing was run: ${most} sessions run code already, and no more do at once. Run it in one of them, or wait until one has ended.`,
      );
    }
    count += 1;
    try {
      const connection = await open(signal, onStatus);
      void connection.ended.then(leave);
      return connection;
    } catch (error) {
      leave();
      throw error;
    }
  };
}
