import type { ConfigProblem } from "../config-problem.ts";
import type { ServerEntry } from "../entry/server-entry.ts";
import type { ToolRules } from "../entry/tool-rules.ts";
import type { LoadConfigOptions } from "../load-config-options.ts";
import type { SkippedEntry, UnusableServer } from "../loaded-config.ts";

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

/** Of a source that names no servers. */
export function noServers<Status extends string>(
  status: Status,
  problems: ConfigProblem[] = [],
): Omit<ParsedServers, "status"> & { status: Status } {
  return {
    status,
    servers: {},
    names: [],
    shadowed: [],
    shadowedRules: {},
    unusable: [],
    skipped: [],
    problems,
  };
}
