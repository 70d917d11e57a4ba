import {
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

/** Parses JSON that may hold comments and trailing commas, as editors' configuration files do. */
export function parseJsonDocument(text: string): JsonDocument {
  const errors: ParseError[] = [];
  const root = parseTree(text, errors, { allowTrailingComma: true });
  const error = errors[0];
  if (error === undefined && root !== undefined) return { root };
  const message = error === undefined ? "The text is empty." : syntaxMessage(text, error);
  return { syntaxError: { message, position: positionAt(text, error?.offset ?? 0) } };
}

/** The members of an object, names that stand there twice included; none of anything else. */
export function membersOf(node: Node): Member[] {
  if (node.type !== "object") return [];
  return (node.children ?? []).flatMap(({ children, offset }) => {
    const [name, value] = children ?? [];
    return name === undefined || value === undefined
      ? []
      : [{ name: String(name.value), value, offset }];
  });
}

export function positionAt(text: string, offset: number): Position {
  const before = text.slice(0, offset).split(/\r\n|\r|\n/);
  return { line: before.length, column: (before.at(-1)?.length ?? 0) + 1 };
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
