import { terminalText } from "./terminal-text.ts";

/** A line of our log, as a terminal may show it: servers' own words stand in it, such as what they write to stderr. */
export function logLine(line: string): string {
  return `mcp-code-execution: ${terminalText(line)}`;
}
