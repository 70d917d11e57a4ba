import { SandboxError } from "../sandbox-error.ts";
import type { OpenSandbox } from "./warm-sandboxes.ts";

/**
 * Opens at most so many sandboxes at once, including those that are starting; rejects beyond that with a SandboxError
 * `too-many-sessions`. Otherwise thousands of runs, each in its own session, could use up the whole machine.
 */
export function withinSandboxesAtOnce(most: number, open: OpenSandbox): OpenSandbox {
  let count = 0;
  const leave = (): void => void (count -= 1);
  return async (signal, onStatus) => {
    if (count >= most) {
      throw new SandboxError(
        "too-many-sessions",
        `Nothing was run: ${most} sessions are already running code, which is the limit. Use one of them, or wait until one has ended.`,
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
