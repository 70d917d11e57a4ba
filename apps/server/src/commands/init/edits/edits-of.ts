import type { ClientPlace } from "../client-places.ts";
import { jsonEdits } from "./edit-json.ts";
import { tomlEdits } from "./edit-toml.ts";
import type { ServerEdits } from "./server-edits.ts";

/** The edits for a file of this format, in which the servers stand under `key`. */
export function editsOf({ format, key }: Pick<ClientPlace, "format" | "key">): ServerEdits {
  const edits = format === "toml" ? tomlEdits(key) : jsonEdits(key);
  return {
    read: (text) => edits.read(withoutMark(text)),
    add: (text, name, entry) => markOf(text) + edits.add(withoutMark(text), name, entry),
    remove: (text, name) => markOf(text) + edits.remove(withoutMark(text), name),
  };
}

// Editors on Windows start files with a byte order mark. It is not part of the text, and is kept.
const mark = "\uFEFF";
const markOf = (text: string): string => (text.startsWith(mark) ? mark : "");
const withoutMark = (text: string): string => text.slice(markOf(text).length);
