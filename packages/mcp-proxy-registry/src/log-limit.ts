import type { LogEvent } from "./log-event.ts";

type Log = (level: LogEvent["level"], message: string) => void;

const WINDOW_MS = 1000;
const MAX_LINES = 100;

/** At most a hundred lines a second; the first line after more says how many were left out. Errors always pass. */
export function createLogLimit(log: Log, now: () => number = () => performance.now()): Log {
  let since = -Infinity;
  let lines = 0;
  let leftOut = 0;

  return (level, message) => {
    if (now() - since >= WINDOW_MS) {
      since = now();
      lines = 0;
      if (leftOut > 0) log("warning", `${leftOut} more lines were left out`);
      leftOut = 0;
    }
    lines += 1;
    if (lines <= MAX_LINES || level === "error") log(level, message);
    else leftOut += 1;
  };
}
