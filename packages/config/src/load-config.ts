// Reads all sources that may define servers. Nothing that a user wrote makes it throw: errors are reported in
// `problems`.
import { folderOf, machineOf, type Machine } from "./sources/config-paths.ts";
import { problemIn, type ConfigProblem } from "./config-problem.ts";
import type { ConfigSource, SourceText } from "./sources/config-source.ts";
import type { LoadConfigOptions } from "./load-config-options.ts";
import type { LoadedConfig } from "./loaded-config.ts";
import { readSettings } from "./settings/parse-settings.ts";
import { parseServers } from "./servers/parse-servers.ts";
import { noServers, type ParsedServers } from "./servers/parsed-servers.ts";
import type { ServerEntry } from "./entry/server-entry.ts";
import type { ToolRules } from "./entry/tool-rules.ts";
import { isReadOnce, listSources, readSource, type SourcePlace } from "./sources/sources.ts";

/**
 * Reads the settings and every upstream server there is for this user. Where several sources name a server, the first counts:
 * `MCP_BRIDGE_CONFIG`, `./mcp_bridge_config.json`, the user's `mcp-bridge/config.json`, Claude Desktop's file. Those after one
 * that cannot be used are not looked at: they might define its servers without its rules. Rules of a later entry count beside
 * those of the working directory's. Throws nothing for what the user wrote: that is in `problems`.
 */
export async function loadConfig(options: LoadConfigOptions = {}): Promise<LoadedConfig> {
  return collectConfig(machineOf(options), new Map());
}

/**
 * @param usable what each file said when it could last be used, by its label: it stands in for one that cannot, and is kept
 * up to date
 * @param workingDirectoryFile what the working directory's file said at the start; it is read where this is missing
 */
export async function collectConfig(
  machine: Machine,
  usable: Map<string, SourceText>,
  workingDirectoryFile?: SourceText,
): Promise<LoadedConfig> {
  const { settings, problems } = readSettings(machine.environment);
  const config: LoadedConfig = {
    servers: {},
    settings,
    sources: [],
    problems,
    unusable: [],
    skipped: [],
  };
  if (isNested(machine)) {
    problems.push(nestedProblem());
    return config;
  }
  const servers = new Map<string, ServerEntry>();
  const claims: Claims = { taken: new Set(), rulesOf: new Set() };
  const places = listSources(machine).filter(
    ({ kind }) => kind !== "working-directory" || settings.projectConfig === "read",
  );
  for (const [index, place] of places.entries()) {
    const readOnce = isReadOnce(place, machine);
    const source = (readOnce && workingDirectoryFile) || (await readSource(place));
    if (readOnce) config.workingDirectoryFile = source;
    const found = await readPlace(source, place, { machine, claims, usable });
    addReport(config, place, found);
    addServers(servers, found);
    addClaims(claims, place, found);
    if (found.isLost) {
      problems.push(...unreadProblem(place, places.slice(index + 1)));
      break;
    }
  }
  config.servers = Object.fromEntries(servers);
  return config;
}

function addReport(config: LoadedConfig, place: SourcePlace, found: FoundServers): void {
  config.sources.push(sourceOf(place, found));
  config.problems.push(...found.problems);
  config.unusable.push(...found.unusable);
  config.skipped.push(...found.skipped);
}

/** Adds the servers of a source, and its rules to those of earlier sources. */
function addServers(servers: Map<string, ServerEntry>, found: FoundServers): void {
  for (const [name, entry] of Object.entries(found.servers)) servers.set(name, entry);
  for (const [name, rules] of Object.entries(found.shadowedRules)) {
    const entry = servers.get(name);
    if (entry) servers.set(name, withRules(entry, rules));
  }
}

function addClaims({ taken, rulesOf }: Claims, place: SourcePlace, found: FoundServers): void {
  for (const name of found.names) taken.add(name);
  if (place.kind !== "working-directory") return;
  for (const name of Object.keys(found.servers)) rulesOf.add(name);
}

/** A working directory may define servers, but must not relax the rules of the user's servers. */
function withRules(entry: ServerEntry, rules: ToolRules): ServerEntry {
  const { also, ...own } = entry.tools ?? {};
  // Without rules, MCP_BRIDGE_ASK says when the user is asked, and only `ask` of the working directory differs from it.
  const areRelaxed = own.ask !== undefined && also === undefined;
  if (Object.keys(rules).length === 0 && !areRelaxed) return entry;
  return { ...entry, tools: { ...own, also: also ? { ...rules, also } : rules } };
}

/** The names that sources have used so far. */
interface Claims {
  /** All of them. */
  taken: Set<string>;
  /** Those to which the rules of later sources also apply. */
  rulesOf: Set<string>;
}

type FoundServers = Omit<ParsedServers, "status"> &
  Pick<ConfigSource, "status"> & {
    /** It is unknown which servers and rules the source contains. */
    isLost?: boolean;
  };

interface Reading {
  machine: Machine;
  claims: Claims;
  usable: Map<string, SourceText>;
}

async function readPlace(
  source: SourceText,
  place: SourcePlace,
  { machine, claims, usable }: Reading,
): Promise<FoundServers> {
  const found = await readServers(source, place, machine, claims);
  const earlier = usable.get(place.label);
  if (found.status !== "invalid") {
    usable.set(place.label, source);
    return found;
  }
  if (earlier === undefined) return { ...found, isLost: true };
  const kept = await readServers(earlier, place, machine, claims);
  return { ...kept, status: "invalid", problems: found.problems };
}

async function readServers(
  source: SourceText,
  place: SourcePlace,
  machine: Machine,
  claims: Claims,
): Promise<FoundServers> {
  if (source.status === "read") {
    return parseServers(source.text, {
      ...machine,
      source: place.label,
      folder: place.path === undefined ? machine.workingDirectory : folderOf(place.path, machine),
      ...claims,
      // Claude Desktop stores its own preferences there, so a file without servers is valid.
      serversOptional: place.kind === "claude-desktop",
    });
  }
  const problems = source.status === "invalid" ? [problemIn(place.label, source.message)] : [];
  return noServers(source.status, problems);
}

function sourceOf({ kind, label, path }: SourcePlace, found: FoundServers): ConfigSource {
  const { status, servers, shadowed } = found;
  const place = path === undefined ? { kind, label } : { kind, label, path };
  return { ...place, status, servers: Object.keys(servers), shadowed };
}

function unreadProblem(lost: SourcePlace, unread: readonly SourcePlace[]): ConfigProblem[] {
  if (unread.length === 0) return [];
  const labels = unread.map(({ label }) => label).join(", ");
  const message = `No servers are taken from ${labels}, since this comes first and might have other rules for them. Correct or remove it.`;
  return [problemIn(lost.label, message)];
}

/** The variable is set for all upstream servers, so that recursion ends at its first step. */
export function isNested({ environment }: Machine): boolean {
  return !["", "0", undefined].includes(environment.MCP_BRIDGE_NESTED?.trim());
}

function nestedProblem(): ConfigProblem {
  const key = "MCP_BRIDGE_NESTED";
  const message = `The environment variable ${key} is set: this server was started as an upstream server of itself, so it takes no upstream servers. Remove or disable the entry that starts it.`;
  return { severity: "warning", source: "environment", key, message };
}
