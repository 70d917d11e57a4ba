import { machineOf } from "../sources/config-paths.ts";
import { problemIn } from "../config-problem.ts";
import { offsetWithin, parseJsonDocument, positionsIn } from "./json-document.ts";
import type { ConfigProblem } from "../config-problem.ts";
import type { LoadConfigOptions } from "../load-config-options.ts";
import type { SkippedEntry, UnusableServer } from "../loaded-config.ts";
import { readRulesAlone, readWrittenServer } from "./read-written-server.ts";
import { unusableReason } from "./unusable-reason.ts";
import type { EntryFault } from "../entry/entry-fault.ts";
import type { ServerEntry } from "../entry/server-entry.ts";
import type { ToolRules } from "../entry/tool-rules.ts";
import { topLevelFaults, writtenServers, type WrittenServer } from "./server-keys.ts";

/** Where the text comes from, and which names are already taken. */
export interface ParseServersOptions extends LoadConfigOptions {
  /** What messages call the text, for instance its file's path. */
  source: string;
  /** Where a relative `cwd` starts; the working directory by default. */
  folder?: string | undefined;
  /** Names that are already taken; entries with these names are returned in `shadowed` without being read. */
  taken?: ReadonlySet<string> | undefined;
  /** Those of `taken` whose rules are still read; they are returned in `shadowedRules`. */
  rulesOf?: ReadonlySet<string> | undefined;
  /** Whether a text without either key is valid, as for a file with other settings. */
  serversOptional?: boolean | undefined;
}

/** The servers in a text, and what is wrong with it. */
export interface ParsedServers {
  /** `invalid`: the text as a whole is not usable. */
  status: "read" | "invalid";
  /** The usable entries, by name. */
  servers: Record<string, ServerEntry>;
  /** Every name that this text uses, including disabled and faulty entries. */
  names: string[];
  /** Names that were already taken, so that their entries were not read. */
  shadowed: string[];
  /** The rules of those that the option `rulesOf` names. */
  shadowedRules: Record<string, ToolRules>;
  /** Those of `names` that cannot be used: faulty and disabled entries. */
  unusable: UnusableServer[];
  /** Entries that are not used on purpose, and why. */
  skipped: SkippedEntry[];
  /** What is wrong with the text, or with an entry. */
  problems: ConfigProblem[];
}

/**
 * Reads the servers under `mcpServers` and `servers` from JSON with comments. A faulty entry becomes a problem and leaves the
 * others alone. Where both keys name a server, `mcpServers` counts.
 */
export async function parseServers(
  text: string,
  options: ParseServersOptions,
): Promise<ParsedServers> {
  if (typeof text !== "string") {
    throw new TypeError("parseServers takes the JSON as a string: pass JSON.stringify(object).");
  }
  if (typeof options?.source !== "string") {
    throw new TypeError(
      "parseServers needs `source`, what messages call the text: pass {source: path}.",
    );
  }
  const machine = machineOf(options);
  const { source, folder = machine.workingDirectory, taken = new Set() } = options;
  const shadowedRules = new Map<string, ToolRules>();
  const servers = new Map<string, ServerEntry>();
  const names: string[] = [];
  const shadowed: string[] = [];
  const unusable: UnusableServer[] = [];
  const skipped: SkippedEntry[] = [];
  const problems: ConfigProblem[] = [];
  const finish = (status: ParsedServers["status"]): ParsedServers => {
    return {
      status,
      servers: Object.fromEntries(servers),
      names,
      shadowed,
      shadowedRules: Object.fromEntries(shadowedRules),
      unusable,
      skipped,
      problems,
    };
  };

  const { root, syntaxError } = parseJsonDocument(text);
  if (root === undefined) {
    problems.push(problemIn(source, syntaxError.message, { position: syntaxError.position }));
    return finish("invalid");
  }
  const positionOf = positionsIn(text);
  for (const { key, message, lacksServers } of topLevelFaults(root)) {
    if (lacksServers === true && options.serversOptional === true) return finish("read");
    const place = key && { path: [key.name], position: positionOf(key.offset) };
    problems.push(problemIn(source, message, place));
  }
  if (problems.length > 0) return finish("invalid");

  const tell = (written: WrittenServer, findings: readonly EntryFault[]): void => {
    for (const { path, message } of findings) {
      const offset = path.length === 0 ? written.offset : offsetWithin(written.value, path);
      const place = {
        path: [written.key, written.name, ...path],
        position: positionOf(offset),
      };
      problems.push(problemIn(source, message, place));
    }
  };
  for (const written of writtenServers(root)) {
    const { name } = written;
    if (taken.has(name)) {
      shadowed.push(name);
      if (options.rulesOf?.has(name) === true) {
        const { rules, findings } = readRulesAlone(written);
        if (rules) shadowedRules.set(name, rules);
        tell(written, findings);
      }
      continue;
    }
    const outcome = await readWrittenServer(written, folder, machine);
    if (outcome.type === "server") servers.set(name, outcome.entry);
    if (outcome.type !== "own") names.push(name);
    const reason = unusableReason(outcome);
    if (reason !== undefined) unusable.push({ name, reason });
    if ("reason" in outcome) skipped.push({ source, name, reason: outcome.reason });
    tell(written, outcome.findings);
  }
  return finish("read");
}
