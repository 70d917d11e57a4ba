import { createTwoFilesPatch } from "diff";
import type { Paint } from "../../terminal/paint.ts";
import { terminalText } from "../../terminal/terminal-text.ts";
import { maskedText } from "./masked-text.ts";
import type { FileChange } from "./plan.ts";

/** With a line for each value: a line with everything in it would be shown as a whole. */
function inLines(json: string): string {
  return JSON.stringify(JSON.parse(json), null, 2);
}

/** Whether it is JSON on one line. With comments or the like in it, it is shown as it is written. */
function isOneLineOfJson(text: string): boolean {
  if (text.trim().includes("\n")) return false;
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** The change as a unified difference, secrets masked: a project's files may be anybody's, and hide a part of it. */
export function showDiff(change: FileChange, paint: Paint): string {
  const { path, before, after } = change;
  // The names are added here, since the library would escape non-ASCII letters in them.
  const isOneLine = change.format === "json" && [before ?? "", after].every(isOneLineOfJson);
  const note = isOneLine ? " (one line, shown as several)" : "";
  const names = `--- ${before === undefined ? "nothing" : path}\n+++ ${path}${note}\n`;
  const shown = (text: string): string => maskedText(isOneLine ? inLines(text) : text, change);
  const patch = createTwoFilesPatch(
    "",
    "",
    shown(before ?? ""),
    shown(after),
    undefined,
    undefined,
    { context: 2 },
  );
  return terminalText(patch.replace(/^(?:.*\n)*?(?=@@)/, () => names).trimEnd())
    .split("\n")
    .map((line) => {
      if (line.startsWith("---") || line.startsWith("+++")) return paint.strong(line.trimEnd());
      if (line.startsWith("+")) return paint.good(line);
      if (line.startsWith("-")) return paint.bad(line);
      return line.startsWith("@@") ? paint.faint(line) : line;
    })
    .join("\n");
}
