// Arguments as a person reads them before saying yes: JSON, one value a line, in which nothing can hide, end the line
// it stands on, or leave its quotation marks. What is cut is said outside of quotation marks, where no argument writes.
import { escaped, visibleText } from "./visible-text.ts";

// Letters and digits that are written from right to left (the bidirectional classes R, AL and AN), which would put what
// stands beside them in another place, and what looks like the quotation mark that ends a text.
const misleading =
  /[\u0590-\u08FF\uFB1D-\uFDFF\uFE70-\uFEFF\u{10800}-\u{10FFF}\u{1E800}-\u{1EFFF}\u02BA\u02DD\u02EE\u201C-\u201F\u2033\u2034\u2036\u2037\u2057\u275D\u275E\u2760\u3003\u301D-\u301F\uFF02\u{1F676}-\u{1F678}]/gu;

const headCharacters = 300;
const tailCharacters = 100;
const maxEntries = 30;
const maxDepth = 8;
const maxLines = 80;

export interface ReadableArguments {
  text: string;
  /** False where something was cut. */
  isWhole: boolean;
}

export function readableArguments(args: Record<string, unknown>): ReadableArguments {
  const cuts: string[] = [];
  const lines = render(args, 0, cuts).split("\n");
  if (lines.length > maxLines) cuts.push("lines");
  const shown = lines.slice(0, maxLines);
  if (lines.length > maxLines) shown.push(`… ${lines.length - maxLines} more lines`);
  return { text: shown.join("\n"), isWhole: cuts.length === 0 };
}

/** A text in quotation marks, on one line. */
export function quoted(text: string, cuts: string[] = []): string {
  const characters = Array.from(text);
  const excess = characters.length - headCharacters - tailCharacters;
  if (excess <= 0) return quote(characters);
  cuts.push("text");
  return `${quote(characters.slice(0, headCharacters))} … ${excess} more characters … ${quote(characters.slice(-tailCharacters))}`;
}

function quote(characters: string[]): string {
  return visibleText(JSON.stringify(characters.join(""))).replaceAll(misleading, escaped);
}

function render(value: unknown, depth: number, cuts: string[]): string {
  if (typeof value === "string") return quoted(value, cuts);
  if (typeof value !== "object" || value === null) return JSON.stringify(value) ?? "null";
  const isList = Array.isArray(value);
  const [open, close] = isList ? "[]" : "{}";
  const entries = Object.entries(value);
  if (entries.length === 0) return `${open}${close}`;
  if (depth >= maxDepth) {
    cuts.push("depth");
    return `${open} … ${close}`;
  }
  const indent = "  ".repeat(depth + 1);
  const lines = entries.slice(0, maxEntries).map(([key, entry]) => {
    const name = isList ? "" : `${quoted(key, cuts)}: `;
    return `${indent}${name}${render(entry, depth + 1, cuts)}`;
  });
  if (entries.length > maxEntries) {
    cuts.push("entries");
    lines.push(`${indent}… ${entries.length - maxEntries} more`);
  }
  return `${open}\n${lines.join(",\n")}\n${"  ".repeat(depth)}${close}`;
}
