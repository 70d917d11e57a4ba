import { visibleLines } from "../client/visible-text.ts";

/**
 * Makes a server's text safe to show in a terminal: removes everything that moves the cursor or changes colours. Tabs
 * and line breaks are kept.
 */
export function terminalText(text: string): string {
  return text.split("\t").map(visibleLines).join("\t");
}
