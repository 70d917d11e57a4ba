import {
  applyEdits,
  getNodeValue,
  modify,
  parseTree,
  findNodeAtLocation,
  type FormattingOptions,
  type Node,
} from "jsonc-parser";
import { jsonProblem } from "@mcp-code-execution/config";
import { InitError } from "../init-error.ts";
import {
  sourceOf,
  withoutProperty,
  withPropertyAfter,
  withPropertyInLine,
} from "./json-property.ts";
import type { ServerEdits } from "./server-edits.ts";

/** Edits servers in JSON with comments. Everything else keeps its formatting. */
export function jsonEdits(key: string): ServerEdits {
  return {
    read(text) {
      const root = tree(text);
      const found = root && findNodeAtLocation(root, [key]);
      if (!found) return {};
      // The parser's objects have no prototype, and would not equal others.
      if (found.type === "object")
        return structuredClone(getNodeValue(found)) as Record<string, unknown>;
      throw new InitError(`"${key}" is not an object there. Correct it first.`);
    },
    add(text, name, entry) {
      const whole = text.trim() === "" ? `{}${text || "\n"}` : text;
      return beside(whole, key, name, entry) ?? edited(whole, [key, name], entry);
    },
    remove: (text, name) => without(text, key, name),
  };
}

/** Inserts the server without changing what is there: the library's own edit would reformat the lines that it touches. */
function beside(text: string, key: string, name: string, entry: object): string | undefined {
  const root = parseTree(text, [], { allowTrailingComma: true });
  const servers = root && findNodeAtLocation(root, [key]);
  const object = servers ?? root;
  if (!root?.children?.length || !object) return undefined;
  const [property, value] = servers ? [name, entry] : [key, { [name]: entry }];
  if (Object.hasOwn(getNodeValue(object) as object, property)) return undefined;
  const last = object.children?.at(-1);
  const isOnOneLine = !/[\r\n]/.test(sourceOf(text, last ? object : root));
  if (isOnOneLine) return withPropertyInLine(text, object, property, value);
  return last && below(text, last, property, value);
}

/** Undefined unless `last` begins a line. */
function below(text: string, last: Node, property: string, value: object): string | undefined {
  const [, indent] = /\n([ \t]*)$/.exec(text.slice(0, last.offset)) ?? [];
  if (indent === undefined) return undefined;
  const { eol, insertSpaces, tabSize = 2 } = styleOf(text);
  const written = JSON.stringify(value, null, insertSpaces ? tabSize : "\t");
  const line = `\n${JSON.stringify(property)}: ${written}`.replaceAll("\n", `${eol}${indent}`);
  return withPropertyAfter(text, last, line);
}

/** Without reformatting the server before it, or leaving a comma alone, as the library's own edit would. */
function without(text: string, key: string, name: string): string {
  const root = parseTree(text, [], { allowTrailingComma: true });
  const object = root && findNodeAtLocation(root, [key]);
  const property = object && findNodeAtLocation(object, [name])?.parent;
  return property ? withoutProperty(text, object, property) : text;
}

function edited(text: string, path: string[], value: unknown): string {
  return applyEdits(text, modify(text, path, value, { formattingOptions: styleOf(text) }));
}

function tree(text: string): ReturnType<typeof parseTree> {
  if (text.trim() === "") return undefined;
  const problem = jsonProblem(text);
  if (problem !== undefined)
    throw new InitError(`It is not valid JSON at ${problem} Correct it first.`);
  const root = parseTree(text, [], { allowTrailingComma: true });
  if (root?.type === "object") return root;
  throw new InitError("It is not a JSON object. Correct it first.");
}

/** The file's own indentation and line breaks. */
function styleOf(text: string): FormattingOptions {
  const [, indent = "  "] = /^([ \t]+)\S/m.exec(text) ?? [];
  return {
    eol: text.includes("\r\n") ? "\r\n" : "\n",
    insertSpaces: !indent.startsWith("\t"),
    tabSize: indent.startsWith("\t") ? 1 : indent.length,
  };
}
