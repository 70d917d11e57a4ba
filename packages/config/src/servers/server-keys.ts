import { membersOf, type Member } from "./json-document.ts";
import { nearestKey } from "../entry/nearest-key.ts";
import type { Node } from "jsonc-parser";

// The later key takes precedence if both name a server: nearly every client uses `mcpServers`.
const serverKeys = ["servers", "mcpServers"];

/** An entry as written in a file. */
export interface WrittenServer extends Member {
  key: string;
  /** Key of another entry of the same name in this file, which this one replaces. */
  displaces?: string;
}

/** The entries under both keys, one for each name. */
export function writtenServers(root: Node): WrittenServer[] {
  const servers = new Map<string, WrittenServer>();
  for (const key of serverKeys) {
    for (const list of membersOf(root).filter(({ name }) => name === key)) {
      for (const member of membersOf(list.value)) {
        const earlier = servers.get(member.name)?.key;
        servers.set(member.name, { ...member, key, ...(earlier && { displaces: earlier }) });
      }
    }
  }
  return [...servers.values()];
}

/** What is wrong with the top level of a file; `lacksServers` if nothing there looks like servers. */
export function topLevelFaults(
  root: Node,
): { key?: Member; message: string; lacksServers?: boolean }[] {
  if (root.type !== "object") {
    return [
      { message: 'The top level must be an object: {"mcpServers": {"name": {"command": …}}}.' },
    ];
  }
  const members = membersOf(root);
  const lists = members.filter(({ name }) => serverKeys.includes(name));
  if (lists.length > 0) {
    const message = "must be an object that maps a name to each entry.";
    return lists.filter(({ value }) => value.type !== "object").map((key) => ({ key, message }));
  }
  const misspelt = members.find(({ name }) => nearestKey(name, serverKeys) !== undefined);
  if (misspelt !== undefined) {
    const message = `is not known. Write "${nearestKey(misspelt.name, serverKeys)}" instead.`;
    return [{ key: misspelt, message }];
  }
  const entry = members.find(({ value }) =>
    membersOf(value).some(({ name }) => name === "command" || name === "url"),
  );
  if (entry !== undefined) {
    const message =
      'looks like a server but stands on the top level. Put it into "mcpServers": {…}.';
    return [{ key: entry, message }];
  }
  const message =
    'The key "mcpServers" (or "servers") is missing. Add "mcpServers": {"name": {…}}.';
  return [{ message, lacksServers: true }];
}
