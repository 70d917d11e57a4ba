import { visibleLines } from "../client/visible-text.ts";

/**
 * What a server says, as a terminal may show it: nothing in it moves the cursor or changes colours. Tabs and lines
 * stay.
 */
export function terminalText(text: string): string {
  return text.split("\t").map(visibleLines).join("\t");
}
