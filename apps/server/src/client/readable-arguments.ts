// Formats arguments for a person who decides about a call: JSON with one value per line, in which nothing can hide,
// break its line or leave its quotation marks. Cuts are marked outside of quotation marks, where no argument can
// appear.
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
/** Each value takes at least a line, so values beyond these would not be shown. */
const maxValues = 1_000;
/** Longer arguments are not measured exactly. */
const maxCounted = 200_000;

/** Arguments as text of several lines. */
export interface ReadableArguments {
  text: string;
  /** False if something was cut. */
  isWhole: boolean;
}

export function readableArguments(args: Record<string, unknown>): ReadableArguments {
  const cuts: string[] = [];
  const lines = render(args, 0, cuts, { values: maxValues }).split("\n");
  if (lines.length > maxLines) cuts.push("lines");
  const shown = lines.slice(0, maxLines);
  if (lines.length > maxLines) shown.push(`… ${lines.length - maxLines} more lines`);
  return { text: shown.join("\n"), isWhole: cuts.length === 0 };
}

/** A text in quotation marks, on one line. */
export function quoted(text: string, cuts: string[] = []): string {
  // A character has at most two code units. Of a long text only both ends are read.
  const isLong = text.length > 2 * (headCharacters + tailCharacters);
  const characters = Array.from(isLong ? text.slice(0, 2 * headCharacters) : text);
  const excess = characters.length - headCharacters - tailCharacters;
  if (!isLong && excess <= 0) return quote(characters);
  cuts.push("text");
  const head = characters.slice(0, headCharacters);
  const tail = (isLong ? Array.from(text.slice(-2 * tailCharacters)) : characters).slice(
    -tailCharacters,
  );
  const more = isLong ? text.length - head.join("").length - tail.join("").length : excess;
  return `${quote(head)} … ${more} more characters … ${quote(tail)}`;
}

function quote(characters: string[]): string {
  return visibleText(JSON.stringify(characters.join(""))).replaceAll(misleading, escaped);
}

/** The length of their JSON, such as `1,204`; for very long ones, only that they are longer than the limit. */
export function lengthOfArguments(args: Record<string, unknown>): string {
  let room = maxCounted;
  const waiting: unknown[] = [args];
  // The list grows while it is gone through.
  for (const value of waiting) {
    room -= typeof value === "string" ? value.length : 1;
    if (room < 0) return `more than ${maxCounted.toLocaleString("en")}`;
    if (typeof value !== "object" || value === null) continue;
    const keys = Object.keys(value);
    if (keys.length > room) return `more than ${maxCounted.toLocaleString("en")}`;
    for (const key of keys) waiting.push(key, (value as Record<string, unknown>)[key]);
  }
  return JSON.stringify(args).length.toLocaleString("en");
}

function render(value: unknown, depth: number, cuts: string[], left: { values: number }): string {
  left.values -= 1;
  if (typeof value === "string") return quoted(value, cuts);
  if (typeof value !== "object" || value === null) return JSON.stringify(value) ?? "null";
  const isList = Array.isArray(value);
  const [open, close] = isList ? "[]" : "{}";
  const keys = Object.keys(value);
  if (keys.length === 0) return `${open}${close}`;
  if (depth >= maxDepth || left.values < 0) {
    cuts.push("depth");
    return `${open} … ${close}`;
  }
  const indent = "  ".repeat(depth + 1);
  const lines = keys.slice(0, maxEntries).map((key) => {
    const entry: unknown = (value as Record<string, unknown>)[key];
    const name = isList ? "" : `${quoted(key, cuts)}: `;
    return `${indent}${name}${render(entry, depth + 1, cuts, left)}`;
  });
  if (keys.length > maxEntries) {
    cuts.push("entries");
    lines.push(`${indent}… ${keys.length - maxEntries} more`);
  }
  return `${open}\n${lines.join(",\n")}\n${"  ".repeat(depth)}${close}`;
}
