import { visibleLines, visibleText } from "../client/visible-text.ts";

/**
 * Makes a server's text safe to show in a terminal: removes everything that moves the cursor or changes colours. Tabs
 * and line breaks are kept.
 */
export function terminalText(text: string): string {
  return text.split("\t").map(visibleLines).join("\t");
}

/** As `terminalText`, on one line: a name with a line break in it could pass for a line of ours. */
export function terminalName(name: string): string {
  return visibleText(name);
}

/** A value as JSON. The escapes that make it safe to show are JSON's own, so that a program reads the same value. */
export function terminalJson(value: object): string {
  return visibleLines(JSON.stringify(value, null, 2));
}
