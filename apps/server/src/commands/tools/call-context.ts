import { randomUUID } from "node:crypto";
import type { CallContext } from "@mcp-code-execution/sandbox-runtime";

/** The context of a call that a person makes from the command line. */
export function callContext(
  signal: AbortSignal,
  log: (line: string) => void,
  run: string = randomUUID(),
): CallContext {
  return {
    session: "command-line",
    run,
    runKey: {},
    signal,
    cancelSignal: signal,
    notify: log,
    stopClock: () => () => {},
  };
}
