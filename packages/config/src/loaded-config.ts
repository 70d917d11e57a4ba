import type { ServerEntry } from "./entry/server-entry.ts";
import type { Settings } from "./settings/parse-settings.ts";
import type { SourceText } from "./sources/sources.ts";

/** Where to look. Every field has the running process's own value as default. */
export interface LoadConfigOptions {
  /** Environment variables: settings, `MCP_BRIDGE_CONFIG`, and what `${VAR}` stands for. */
  environment?: Readonly<Record<string, string | undefined>>;
  /** Folder in which `mcp_bridge_config.json` is looked for. */
  workingDirectory?: string;
  homeDirectory?: string;
  platform?: NodeJS.Platform;
  /** Paths of the program that is running. An entry that starts one of them is our own and is skipped. */
  ownEntryPaths?: readonly string[];
}

/** Everything that was found, and everything that was wrong with it. */
export interface LoadedConfig {
  /** Upstream servers by name, ready to start: variables filled in, folders absolute. */
  servers: Record<string, ServerEntry>;
  settings: Settings;
  /** Every place that was looked at, in order of precedence; one that cannot be used is the last. */
  sources: ConfigSource[];
  problems: ConfigProblem[];
  /** Entries that were left out on purpose. */
  skipped: SkippedEntry[];
  /** What the working directory's file said, for `watchConfig`, which does not read it again. May hold secrets. */
  workingDirectoryFile?: SourceText;
}

export type ConfigSourceKind = "environment" | "working-directory" | "user" | "claude-desktop";

export interface ConfigSource {
  kind: ConfigSourceKind;
  /** What messages call this place: the file's path, or `MCP_BRIDGE_CONFIG`. */
  label: string;
  /** Absolute path of the file; missing for JSON that stands in the environment itself. */
  path?: string;
  /** `absent`: there is no such file or variable. `invalid`: it could not be read or understood. */
  status: "read" | "absent" | "invalid";
  /** Names of the servers taken from here. */
  servers: string[];
  /** Names that stand here too, but that an earlier source had already. */
  shadowed: string[];
}

export interface ConfigProblem {
  /** `fatal`: a setting is not usable, so the user would not get what was asked for. */
  severity: "warning" | "fatal";
  /** The source's label. */
  source: string;
  /** Dotted path of the key, as in `mcpServers.github.args[0]`, or a variable's name. */
  key?: string;
  /** Counted from 1. */
  line?: number;
  /** Counted from 1. */
  column?: number;
  /** A whole sentence: the place, what is wrong, and the mend. Holds no value of `env` or `headers`. */
  message: string;
}

export interface SkippedEntry {
  /** The source's label. */
  source: string;
  name: string;
  reason: string;
}
