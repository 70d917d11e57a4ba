import {
  applyEdits,
  getNodeValue,
  modify,
  parseTree,
  findNodeAtLocation,
  type FormattingOptions,
} from "jsonc-parser";
import { jsonProblem } from "@mcp-code-execution/config";
import { InitError } from "../init-error.ts";
import { withoutProperty, withPropertyAfter } from "./json-property.ts";
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
      return afterTheLast(whole, key, name, entry) ?? edited(whole, [key, name], entry);
    },
    remove: (text, name) => without(text, key, name),
  };
}

/** Inserts below the last server without changing it: the library's own edit would reformat it. */
function afterTheLast(text: string, key: string, name: string, entry: object): string | undefined {
  const root = parseTree(text, [], { allowTrailingComma: true });
  const last = root && findNodeAtLocation(root, [key])?.children?.at(-1);
  if (!last || Object.hasOwn(getNodeValue(last.parent!) as object, name)) return undefined;
  const [, indent] = /\n([ \t]*)$/.exec(text.slice(0, last.offset)) ?? [];
  if (indent === undefined) return undefined;
  const { eol, insertSpaces, tabSize = 2 } = styleOf(text);
  const written = JSON.stringify(entry, null, insertSpaces ? tabSize : "\t");
  const line = `\n${JSON.stringify(name)}: ${written}`.replaceAll("\n", `${eol}${indent}`);
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
