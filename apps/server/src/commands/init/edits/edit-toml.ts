// Edits TOML as text, so that comments and layout are kept: a table is appended, or its lines are removed. Parsing the
// result then verifies that exactly the intended change was made.
import { isDeepStrictEqual } from "node:util";
import { parse, stringify, type TomlTable } from "smol-toml";
import { InitError } from "../init-error.ts";
import type { ServerEdits } from "./server-edits.ts";

/** Edits of TOML that keep its comments and its order. `key` is the table that holds the servers. */
export function tomlEdits(key: string): ServerEdits {
  return {
    read: (text) => serversOf(parsed(text), key),
    add(text, name, entry) {
      const eol = text.includes("\r\n") ? "\r\n" : "\n";
      const table = stringify({ [key]: { [name]: entry } }).trim();
      const gap = text === "" ? "" : text.endsWith("\n") ? eol : eol + eol;
      const after = `${text}${gap}${table.replaceAll("\n", eol)}${eol}`;
      const meant = structuredClone(parsed(text));
      meant[key] = { ...serversOf(meant, key), [name]: entry } as TomlTable;
      return checked(after, meant, `Add this by hand: ${table.replaceAll("\n", " ")}`);
    },
    remove(text, name) {
      const meant = structuredClone(parsed(text));
      const servers = { ...serversOf(meant, key) };
      delete servers[name];
      if (Object.keys(servers).length > 0) meant[key] = servers as TomlTable;
      else delete meant[key];
      return checked(
        withoutTables(text, key, name),
        meant,
        `Write the server as a table of its own, [${key}.${name}], or move it by hand.`,
      );
    },
  };
}

function parsed(text: string): TomlTable {
  try {
    return parse(text);
  } catch (error) {
    throw new InitError(
      `It is not valid TOML: ${(error as Error).message.split("\n")[0]}. Correct it first.`,
      {
        cause: error,
      },
    );
  }
}

function serversOf(document: TomlTable, key: string): Record<string, unknown> {
  const servers = document[key];
  if (servers === undefined) return {};
  if (typeof servers === "object" && !Array.isArray(servers))
    return servers as Record<string, unknown>;
  throw new InitError(`"${key}" is not a table there. Correct it first.`);
}

function checked(text: string, meant: TomlTable, advice: string): string {
  let found: TomlTable | undefined;
  try {
    found = parse(text);
  } catch {
    // The edit would break the file, so it is not made.
  }
  if (found !== undefined && isDeepStrictEqual(plain(found), plain(meant))) return text;
  throw new InitError(`It cannot be edited without changing the rest of the file. ${advice}`);
}

/** For comparison: dates by value, and an empty table of servers as none. */
function plain(table: TomlTable): unknown {
  return JSON.parse(
    JSON.stringify(table, (_, value: unknown) =>
      typeof value === "bigint" ? String(value) : value,
    ),
  );
}

/** Without the lines of `[key.name]` and the tables below it, each with the comments right above it. */
function withoutTables(text: string, key: string, name: string): string {
  const kept: string[] = [];
  let isInside = false;
  // Blank lines and comments at the end of the removed part belong to the next table.
  let pending: string[] = [];
  for (const line of text.split(/(?<=\n)/)) {
    const path = headerPath(line);
    if (path) {
      const wasInside = isInside;
      isInside = path[0] === key && path[1] === name;
      if (isInside && !wasInside) dropComments(kept);
      if (!isInside) kept.push(...pending.slice(pending.findIndex(isComment) >>> 0));
      pending = [];
    }
    if (!isInside) kept.push(line);
    else if (line.trim() === "" || isComment(line)) pending.push(line);
    else pending = [];
  }
  return kept.join("");
}

function headerPath(line: string): string[] | undefined {
  const [, inner] = /^\s*\[([^[\]]+)\]\s*(?:#.*)?$/.exec(line.trimEnd()) ?? [];
  if (inner === undefined) return /^\s*\[\[/.test(line) ? [] : undefined;
  const parts = inner.match(/"(?:[^"\\]|\\.)*"|'[^']*'|[^.\s]+/g) ?? [];
  return parts.map((part) => part.replace(/^["']|["']$/g, ""));
}

function dropComments(lines: string[]): void {
  while (isComment(lines.at(-1) ?? "")) lines.pop();
}

function isComment(line: string): boolean {
  return line.trimStart().startsWith("#");
}
