import { maxQueryLength } from "../query/read-query.ts";
import { ownName, plainName } from "./plain-name.ts";

/** Finds the tools that a query mentions by their exact name, in any notation. */
export interface ToolNames {
  add(tool: number, server: string, name: string): void;
  remove(tool: number, server: string, name: string): void;
  /**
   * The tools whose name, with or without the server's name, is the whole query, or appears in it in a form that only
   * names have.
   */
  findIn(query: string): ReadonlySet<number>;
}

const token = /[\p{L}\p{N}_.-]+/gu;
/**
 * `read_file`, `readFile` and `get-user-data` are recognized as names anywhere; `search` and `GitHub` may be ordinary
 * words of a sentence.
 */
const onlyName = /[\p{L}\p{N}]_+[\p{L}\p{N}]|^\p{Ll}+\p{Lu}|-[^-]+-/u;
const longest = 200;

export function createToolNames(): ToolNames {
  const byName = new Map<string, Set<number>>();

  return {
    add(tool, server, name) {
      for (const key of keysOf(server, name)) {
        const tools = byName.get(key);
        if (tools === undefined) byName.set(key, new Set([tool]));
        else tools.add(tool);
      }
    },
    remove(tool, server, name) {
      for (const key of keysOf(server, name)) {
        const tools = byName.get(key);
        tools?.delete(tool);
        if (tools?.size === 0) byName.delete(key);
      }
    },
    findIn(query) {
      const found = new Set<number>();
      for (const name of namesIn(query)) {
        for (const tool of byName.get(plainName(name)) ?? []) found.add(tool);
      }
      return found;
    },
  };
}

function keysOf(server: string, name: string): string[] {
  const plain = plainName(name);
  if (plain === "") return [];
  return [...new Set([plain, plainName(server) + plain, ownName(server, name)])];
}

function namesIn(query: string): string[] {
  const names = query.length <= longest ? [query] : [];
  for (const [word] of query.slice(0, maxQueryLength).matchAll(token)) {
    if (!onlyName.test(word)) continue;
    // After its server: `github.create_issue`.
    names.push(word, word.slice(word.lastIndexOf(".", word.length - 2) + 1));
  }
  return names;
}
