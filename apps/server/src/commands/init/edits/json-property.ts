// Where a property of an object ends in a text of JSON with comments, and edits that leave everything else as it is written.
import type { Node } from "jsonc-parser";

// A comment is skipped as a whole, or a comma in it would be found.
const trivia = String.raw`(?:\s|//[^\r\n]*(?=[\r\n]|$)|/\*(?:[^*]|\*(?!/))*\*/)*`;
const nextComma = new RegExp(`${trivia},`, "y");
const restOfLine = /(?:[ \t]|\/\*(?:[^*\r\n]|\*(?!\/))*\*\/)*(?:\/\/[^\r\n]*)?(?=[\r\n]|$)/y;

interface PropertyEnd {
  /** The offset of its comma, if it has one. */
  comma: number | undefined;
  /** The offset after it, its comma, and a comment that ends its line. */
  end: number;
}

/** The text with a property after the last one of the object, which begins a line. Undefined if the last one is followed by something else on its line. */
export function withPropertyAfter(text: string, last: Node, line: string): string | undefined {
  const { comma, end } = endOf(text, last);
  if (!/^\r?\n/.test(text.slice(end, end + 2))) return undefined;
  if (comma !== undefined) return `${text.slice(0, end)}${line},${text.slice(end)}`;
  const lastEnd = last.offset + last.length;
  return `${text.slice(0, lastEnd)},${text.slice(lastEnd, end)}${line}${text.slice(end)}`;
}

/** The text with a property at the end of the object, which is on one line, and with spaces if others there have them. */
export function withPropertyInLine(
  text: string,
  object: Node,
  name: string,
  value: object,
): string {
  const last = object.children?.at(-1);
  // Where there is none to go by, the object's own property is.
  const [key, itsValue] = (last ?? object.parent)?.children ?? [];
  const isSpaced =
    key && itsValue && /\s/.test(text.slice(key.offset + key.length, itsValue.offset));
  const property = { [name]: value };
  const written = isSpaced
    ? // A text in JSON contains no line break, so that these are all of the layout.
      JSON.stringify(property, null, 1)
        .replaceAll(/,\n\s*/g, ", ")
        .replaceAll(/\n\s*/g, "")
    : JSON.stringify(property);
  const end = last ? last.offset + last.length : object.offset + 1;
  const comma = last ? (isSpaced ? ", " : ",") : "";
  return text.slice(0, end) + comma + written.slice(1, -1) + text.slice(end);
}

/** What stands in the text for a part of it. */
export function sourceOf(text: string, { offset, length }: Node): string {
  return text.slice(offset, offset + length);
}

/** The text without one of the object's properties, and without the comments above it and beside it. */
export function withoutProperty(text: string, object: Node, property: Node): string {
  const properties = object.children ?? [];
  const before = properties[properties.indexOf(property) - 1];
  const from = before
    ? endOf(text, before)
    : { comma: undefined, end: lineEnd(text, object.offset + 1) };
  const to = endOf(text, property);
  // Without this, the one before would have a comma that it had not as the last.
  const dropped = to.comma === undefined ? from.comma : undefined;
  const kept =
    dropped === undefined
      ? text.slice(0, from.end)
      : text.slice(0, dropped) + text.slice(dropped + 1, from.end);
  const after = text.slice(to.end);
  // What follows must not become a part of a comment that ends the line before.
  const isInLine =
    text
      .slice(0, from.end)
      .split(/[\r\n]/)
      .at(-1)
      ?.includes("//") === true;
  const lineBreak = /^(?:\r\n?|\n)/.exec(text.slice(from.end))?.[0];
  const rest = isInLine && !/^[\r\n]/.test(after) ? `${lineBreak ?? ""}${after}` : after;
  return properties.length === 1 && kept.endsWith("{") ? kept + rest.trimStart() : kept + rest;
}

function endOf(text: string, { offset, length }: Node): PropertyEnd {
  nextComma.lastIndex = offset + length;
  const comma = nextComma.test(text) ? nextComma.lastIndex - 1 : undefined;
  return { comma, end: lineEnd(text, comma === undefined ? offset + length : comma + 1) };
}

/** The end of the line, if nothing but a comment follows on it; otherwise the position itself. */
function lineEnd(text: string, position: number): number {
  restOfLine.lastIndex = position;
  return restOfLine.test(text) ? restOfLine.lastIndex : position;
}
