import {
  createScanner,
  findNodeAtLocation,
  parseTree,
  printParseErrorCode,
  type JSONPath,
  type Node,
  type ParseError,
} from "jsonc-parser";

/** A place in a text; both numbers count from 1. */
export interface Position {
  line: number;
  column: number;
}

/** A parsed text: its top-level value, or what is wrong with it and where. */
export type JsonDocument =
  | { root: Node; syntaxError?: undefined }
  | { root?: undefined; syntaxError: { message: string; position: Position } };

/** A member of an object as written. */
export interface Member {
  name: string;
  value: Node;
  /** Where its name begins. */
  offset: number;
}

const maxLevels = 100;
// The parser's own const enum is not available with isolated modules.
const tokens = { openBrace: 1, closeBrace: 2, openBracket: 3, closeBracket: 4, end: 17 } as const;

/** Parses JSON that may contain comments and trailing commas, as editors' configuration files do. */
export function parseJsonDocument(text: string): JsonDocument {
  const tooDeep = depthBeyond(text, maxLevels);
  if (tooDeep !== undefined) {
    const message = `Values are nested more than ${maxLevels} levels deep here. Remove some of the levels.`;
    return { syntaxError: { message, position: positionAt(text, tooDeep) } };
  }
  const errors: ParseError[] = [];
  const root = parseTree(text, errors, { allowTrailingComma: true });
  const error = errors[0];
  if (error === undefined && root !== undefined) return { root };
  const message = error === undefined ? "The text is empty." : syntaxMessage(text, error);
  return { syntaxError: { message, position: positionAt(text, error?.offset ?? 0) } };
}

/** The offset at which a text is nested more deeply than that, since parsers are recursive. */
function depthBeyond(text: string, levels: number): number | undefined {
  const scanner = createScanner(text, true);
  let depth = 0;
  for (let token: number = scanner.scan(); token !== tokens.end; token = scanner.scan()) {
    if (token === tokens.openBrace || token === tokens.openBracket) depth += 1;
    else if (token === tokens.closeBrace || token === tokens.closeBracket) depth -= 1;
    if (depth > levels) return scanner.getTokenOffset();
  }
  return undefined;
}

/** Why a text is not valid JSON with comments, for a person: where, what is wrong and what to do. */
export function jsonProblem(text: string): string | undefined {
  if (typeof text !== "string") throw new TypeError("jsonProblem takes the JSON as a string.");
  const { syntaxError } = parseJsonDocument(text);
  if (syntaxError === undefined) return undefined;
  const { line, column } = syntaxError.position;
  return `line ${line}, column ${column}: ${syntaxError.message}`;
}

/** The members of an object, including duplicate names; none for any other value. */
export function membersOf(node: Node): Member[] {
  if (node.type !== "object") return [];
  return (node.children ?? []).flatMap(({ children, offset }) => {
    const [name, value] = children ?? [];
    return name === undefined || value === undefined
      ? []
      : [{ name: String(name.value), value, offset }];
  });
}

function positionAt(text: string, offset: number): Position {
  return positionsIn(text)(offset);
}

/** As `positionAt`, for many places of one text, which is scanned only once. */
export function positionsIn(text: string): (offset: number) => Position {
  const ends = Array.from(text.matchAll(/\r\n|\r|\n/g), (end) => end.index + end[0].length);
  const starts = [0, ...ends];
  return (offset) => {
    // The last line that starts at the offset or before it.
    let [line, beyond] = [0, starts.length];
    while (beyond - line > 1) {
      const middle = (line + beyond) >> 1;
      if ((starts[middle] ?? 0) <= offset) line = middle;
      else beyond = middle;
    }
    return { line: line + 1, column: offset - (starts[line] ?? 0) + 1 };
  };
}

/** The offset of the value at a path below `node`, or of the nearest value around it where it is missing. */
export function offsetWithin(node: Node, path: JSONPath): number {
  const found = findNodeAtLocation(node, path);
  if (found !== undefined) return (found.parent?.type === "property" ? found.parent : found).offset;
  return path.length === 0 ? node.offset : offsetWithin(node, path.slice(0, -1));
}

function syntaxMessage(text: string, { error, offset, length }: ParseError): string {
  if (text.trim() === "") return "The text is empty.";
  const found = text.slice(offset, offset + length);
  if (/^[‘’“”'`]/.test(found)) return 'Quotation marks must be straight double ones: ".';
  return syntaxMessages[printParseErrorCode(error)] ?? "The text is no JSON here.";
}

const syntaxMessages: Partial<Record<ReturnType<typeof printParseErrorCode>, string>> = {
  InvalidSymbol: "This is no JSON value. Put texts into double quotation marks.",
  PropertyNameExpected: 'A key in double quotation marks is missing, such as "command".',
  ValueExpected: "A value is missing.",
  ColonExpected: "A colon is missing after the key.",
  CommaExpected: "A comma is missing before this.",
  CloseBraceExpected: "A closing brace, }, is missing.",
  CloseBracketExpected: "A closing bracket, ], is missing.",
  EndOfFileExpected: "The value has ended before this. Remove what follows, or a brace too many.",
  UnexpectedEndOfComment: "A comment is not closed. End it with */.",
  UnexpectedEndOfString:
    "A text is not closed. End it with a double quotation mark on the same line.",
  InvalidUnicode: "A \\u escape needs four hexadecimal digits.",
  InvalidEscapeCharacter: "A backslash in a text must be written twice, as in C:\\\\Users\\\\me.",
  InvalidCharacter:
    "A control character, such as a tab, must not stand in a text. Write \\t instead.",
};
