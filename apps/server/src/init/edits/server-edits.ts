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
  return format === "toml" ? tomlEdits(key) : jsonEdits(key);
}
