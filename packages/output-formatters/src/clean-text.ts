// Escape sequences as ECMA-48 defines them: control strings (titles, links, pictures), CSI sequences, then the short
// ones. stripVTControlCharacters of node:util leaves parts of titles, links and colours behind.
const escapeSequence =
  // oxlint-disable-next-line no-control-regex -- control characters are what it looks for
  /\u001B[PX\]^_][^\u0007\u001B\n]*(?:\u0007|\u001B\\)|(?:\u001B\[|\u009B)[0-?]*[ -/]*[@-~]|\u001B[ -/]*[0-~]/g;

const controlExceptTabNewline = /[^\P{Cc}\t\n]/u;
const controlExceptTabNewlineReturn = /[^\P{Cc}\t\n\r]/gu;

/**
 * Text without terminal control: escape sequences and control characters are removed, every kind of line break becomes
 * `
 * `, and tabs are kept.
 */
export function cleanText(text: string): string {
  return stripControl(text).replaceAll(/\r\n?/g, "\n");
}

/**
 * One printed line as a terminal finally shows it. Of a progress bar that redraws itself with carriage returns, the
 * last state is kept; cursor movements are removed, not replayed.
 */
export function cleanPrintedLine(line: string): string {
  // Most lines contain no control characters, and a run can print millions of them.
  if (!controlExceptTabNewline.test(line)) return line;
  const stripped = stripControl(line);
  const shown = stripped.endsWith("\r") ? stripped.slice(0, -1) : stripped;
  if (!shown.includes("\r")) return shown;
  const lastState = shown.split("\r").findLast((state) => state !== "");
  // Progress bars pad a shorter state with blanks to cover the longer one before it.
  return lastState?.trimEnd() ?? "";
}

/** Removes the line breaks at the end. */
export function trimTrailingNewlines(text: string): string {
  let end = text.length;
  while (text[end - 1] === "\n") end -= 1;
  return text.slice(0, end);
}

function stripControl(text: string): string {
  return text
    .replaceAll(escapeSequence, "")
    .replaceAll(/[\v\f]/g, "\n")
    .replaceAll(controlExceptTabNewlineReturn, "");
}
