import { getNodeValue } from "jsonc-parser";
import type { Machine } from "../sources/config-paths.ts";
import { doubtfulValues, misspeltKeys, parseRules } from "../entry/entry-schema.ts";
import { type EntryFault } from "../entry/entry-fault.ts";
import type { ToolRules } from "../entry/tool-rules.ts";
import { ownEntryReason } from "../own-entry/own-entry.ts";
import { readServerEntry } from "../entry/read-server-entry.ts";
import type { ServerEntry } from "../entry/server-entry.ts";
import { membersOf, type Member } from "./json-document.ts";
import type { WrittenServer } from "./server-keys.ts";

/** The result for an entry, and what its author should know. */
export type EntryOutcome = { findings: EntryFault[] } & (
  | { type: "server"; entry: ServerEntry }
  | { type: "disabled" | "own"; reason: string }
  | { type: "faulty" }
);

/** Decides about one entry: skipped, used, or faulty. */
export async function readWrittenServer(
  written: WrittenServer,
  folder: string,
  machine: Machine,
): Promise<EntryOutcome> {
  const value: unknown = getNodeValue(written.value);
  if (!isObject(value)) {
    return faulty('must be an object, such as {"command": "npx", "args": ["-y", "some-server"]}.');
  }
  if (written.name === "") return faulty("has no name. Give the server a name.");
  if (isDisabled(value)) return { type: "disabled", reason: "It is disabled.", findings: [] };
  const reason = await ownEntryReason(value, folder, machine);
  if (reason !== undefined) return { type: "own", reason, findings: [] };

  const { entry, faults } = readServerEntry(value, folder, machine);
  const misspelt = misspeltKeys(value).map(({ key, meant }) => ({
    path: [key],
    message: `is not known and is ignored. If "${meant}" is meant, write it so.`,
  }));
  const twice = rulesTwice(written);
  const findings = [
    ...displacement(written),
    ...misspelt,
    ...doubtfulValues(value),
    ...twice,
    ...faults,
  ];
  return entry === undefined || twice.length > 0
    ? { type: "faulty", findings }
    : { type: "server", entry, findings };
}

/** The rules of an entry that another source replaces; empty if it has none. Invalid rules deny everything. */
export function readRulesAlone(written: WrittenServer): {
  rules?: ToolRules;
  findings: EntryFault[];
} {
  const value: unknown = getNodeValue(written.value);
  if (!isObject(value)) return { findings: [] };
  const { rules, faults } = parseRules(value);
  const findings = [...rulesTwice(written), ...faults];
  if (findings.length > 0) return { rules: { allow: [] }, findings };
  return { rules: rules ?? {}, findings };
}

function displacement({ key, displaces }: WrittenServer): EntryFault[] {
  if (displaces === undefined) return [];
  const other =
    displaces === key
      ? "stands here twice; the last one counts"
      : `displaces the entry of that name in "${displaces}"`;
  return [{ path: [], message: `${other}. Remove or rename one of them.` }];
}

/** If a key occurs twice, the last one would silently replace the rules of the other. */
function rulesTwice({ value }: WrittenServer): EntryFault[] {
  const rules = membersOf(value).filter(({ name }) => name === "tools");
  const inRules = rules.flatMap((member) => repeated(membersOf(member.value)));
  return [...repeated(rules).map((key) => [key]), ...inRules.map((key) => ["tools", key])].map(
    (path) => ({ path, message: "stands here twice. Remove one of them." }),
  );
}

function repeated(members: readonly Member[]): string[] {
  const seen = new Set<string>();
  const twice = new Set<string>();
  for (const { name } of members) (seen.has(name) ? twice : seen).add(name);
  return [...twice];
}

function faulty(message: string): EntryOutcome {
  return { type: "faulty", findings: [{ path: [], message }] };
}

function isDisabled({ disabled, enabled }: Readonly<Record<string, unknown>>): boolean {
  return disabled === true || enabled === false;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
