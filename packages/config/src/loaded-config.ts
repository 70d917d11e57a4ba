import type { ConfigProblem } from "./config-problem.ts";
import type { ServerEntry } from "./entry/server-entry.ts";
import type { Settings } from "./settings/settings.ts";
import type { ConfigSource, SourceText } from "./sources/config-source.ts";

/** Everything that was found, and everything that was wrong with it. */
export interface LoadedConfig {
  /** Upstream servers by name, ready to start: variables filled in, folders absolute. */
  servers: Record<string, ServerEntry>;
  settings: Settings;
  /** Every source that was read, in order of precedence; one that cannot be used is the last. */
  sources: ConfigSource[];
  problems: ConfigProblem[];
  /** Servers that are defined and cannot be used. */
  unusable: UnusableServer[];
  /** Entries that were left out on purpose. */
  skipped: SkippedEntry[];
  /**
   * The content of the working directory's file, for `watchConfig`, which does not read it again. May contain secrets.
   */
  workingDirectoryFile?: SourceText;
}

/** A server that is defined and cannot be used: its entry is faulty or disabled. */
export interface UnusableServer {
  name: string;
  /** Sentences that name keys and variables, but no file and no value of `env` or `headers`. */
  reason: string;
}

/** An entry that was left out on purpose. */
export interface SkippedEntry {
  /** The source's label. */
  source: string;
  name: string;
  reason: string;
}
