import type { ClientPlace } from "../client-places.ts";
import { jsonEdits } from "./edit-json.ts";
import { tomlEdits } from "./edit-toml.ts";

/** Edits of one file's servers. Each throws an InitError where the file cannot be edited safely. */
export interface ServerEdits {
  /** The servers by name, as they are written. */
  read(text: string): Record<string, unknown>;
  add(text: string, name: string, entry: object): string;
  remove(text: string, name: string): string;
}

export function serverEdits({ format, key }: Pick<ClientPlace, "format" | "key">): ServerEdits {
  const edits = format === "toml" ? tomlEdits(key) : jsonEdits(key);
  return {
    read: (text) => edits.read(withoutMark(text)),
    add: (text, name, entry) => markOf(text) + edits.add(withoutMark(text), name, entry),
    remove: (text, name) => markOf(text) + edits.remove(withoutMark(text), name),
  };
}

// Windows' editors begin files with a byte order mark. It is no part of the text, and it stays.
const mark = "\uFEFF";
const markOf = (text: string): string => (text.startsWith(mark) ? mark : "");
const withoutMark = (text: string): string => text.slice(markOf(text).length);
