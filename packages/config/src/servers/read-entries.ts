import type { Node } from "jsonc-parser";
import { problemIn, type ConfigProblem } from "../config-problem.ts";
import type { EntryFault } from "../entry/entry-fault.ts";
import type { ServerEntry } from "../entry/server-entry.ts";
import type { ToolRules } from "../entry/tool-rules.ts";
import type { SkippedEntry, UnusableServer } from "../loaded-config.ts";
import { machineOf, type Machine } from "../sources/config-paths.ts";
import { offsetWithin, type Position } from "./json-document.ts";
import type { ParsedServers, ParseServersOptions } from "./parsed-servers.ts";
import { readRulesAlone, readWrittenServer, type EntryOutcome } from "./read-written-server.ts";
import { writtenServers, type WrittenServer } from "./server-keys.ts";
import { unusableReason } from "./unusable-reason.ts";

/** Reads the entries of a text whose top level is valid. `positionOf` gives the place of an offset in the text. */
export async function readEntries(
  root: Node,
  positionOf: (offset: number) => Position,
  options: ParseServersOptions,
): Promise<ParsedServers> {
  const { source } = options;
  const machine = machineOf(options);
  const entries: ReadEntry[] = [];
  for (const written of writtenServers(root)) {
    entries.push(await readEntry(written, machine, options));
  }
  return {
    status: "read",
    ...collectServers(entries, source),
    problems: entries.flatMap((entry) => problemsOf(entry, source, positionOf)),
  };
}

/** An entry, and what was read of it. */
interface ReadEntry {
  written: WrittenServer;
  /** Absent if the entry's name was already taken. */
  outcome?: EntryOutcome;
  /** The rules of an entry whose name was already taken, if they are to be read. */
  shadowedRules?: ToolRules;
  findings: readonly EntryFault[];
}

async function readEntry(
  written: WrittenServer,
  machine: Machine,
  { folder = machine.workingDirectory, taken, rulesOf }: ParseServersOptions,
): Promise<ReadEntry> {
  if (taken?.has(written.name) !== true) {
    const outcome = await readWrittenServer(written, folder, machine);
    return { written, outcome, findings: outcome.findings };
  }
  if (rulesOf?.has(written.name) !== true) return { written, findings: [] };
  const { rules, findings } = readRulesAlone(written);
  return { written, findings, ...(rules && { shadowedRules: rules }) };
}

function collectServers(
  entries: readonly ReadEntry[],
  source: string,
): Omit<ParsedServers, "status" | "problems"> {
  // Not objects from the start: a server may be called `__proto__`.
  const servers = new Map<string, ServerEntry>();
  const rules = new Map<string, ToolRules>();
  const names: string[] = [];
  const shadowed: string[] = [];
  const unusable: UnusableServer[] = [];
  const skipped: SkippedEntry[] = [];
  for (const { written, outcome, shadowedRules } of entries) {
    const { name } = written;
    if (outcome === undefined) {
      shadowed.push(name);
      if (shadowedRules) rules.set(name, shadowedRules);
      continue;
    }
    if (outcome.type === "server") servers.set(name, outcome.entry);
    if (outcome.type !== "own") names.push(name);
    const reason = unusableReason(outcome);
    if (reason !== undefined) unusable.push({ name, reason });
    if ("reason" in outcome) skipped.push({ source, name, reason: outcome.reason });
  }
  return {
    servers: Object.fromEntries(servers),
    names,
    shadowed,
    shadowedRules: Object.fromEntries(rules),
    unusable,
    skipped,
  };
}

function problemsOf(
  { written, findings }: ReadEntry,
  source: string,
  positionOf: (offset: number) => Position,
): ConfigProblem[] {
  return findings.map(({ path, message }) => {
    const offset = path.length === 0 ? written.offset : offsetWithin(written.value, path);
    const place = { path: [written.key, written.name, ...path], position: positionOf(offset) };
    return problemIn(source, message, place);
  });
}
