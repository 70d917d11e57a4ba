import type { LogEvent } from "./log-event.ts";

type Log = (level: LogEvent["level"], message: string) => void;

const windowMs = 1000;
const maxLines = 100;

/** Limits a log to a hundred lines per second; the next line says how many were dropped. Errors always pass. */
export function createLogLimit(log: Log, now: () => number = () => performance.now()): Log {
  let since = -Infinity;
  let lines = 0;
  let leftOut = 0;

  return (level, message) => {
    if (now() - since >= windowMs) {
      since = now();
      lines = 0;
      if (leftOut > 0) log("warning", `${leftOut} more lines were left out`);
      leftOut = 0;
    }
    lines += 1;
    if (lines <= maxLines || level === "error") log(level, message);
    else leftOut += 1;
  };
}
