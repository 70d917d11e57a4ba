import { terminalText } from "./terminal-text.ts";

/** A log line that is safe to show in a terminal: it may contain text from servers, such as their stderr. */
export function logLine(line: string): string {
  return `mcp-code-execution: ${terminalText(line)}`;
}
