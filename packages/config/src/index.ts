export { ConfigError, type ConfigErrorCode } from "./config-error.ts";
export { loadConfig } from "./load-config.ts";
export {
  readRegularFile,
  UnreadFileError,
  type UnreadFileCode,
} from "./sources/read-regular-file.ts";
export type { ConfigProblem } from "./config-problem.ts";
export type { ConfigSource, ConfigSourceKind } from "./sources/config-source.ts";
export type { LoadConfigOptions } from "./load-config-options.ts";
export type { LoadedConfig, SkippedEntry, UnusableServer } from "./loaded-config.ts";
export { jsonProblem } from "./servers/json-document.ts";
export { parseServers } from "./servers/parse-servers.ts";
export type { ParsedServers, ParseServersOptions } from "./servers/parsed-servers.ts";
export { defaultImage, type LogLevel, type Settings } from "./settings/settings.ts";
export { parseSettings } from "./settings/parse-settings.ts";
export type {
  OAuthEntry,
  ServerEntry,
  StdioServerEntry,
  UrlServerEntry,
} from "./entry/server-entry.ts";
export {
  watchConfig,
  type ConfigChange,
  type ConfigWatcher,
  type WatchConfigOptions,
} from "./watch/watch-config.ts";
export { isMisplacedRule } from "./entry/misplaced-rules.ts";
export type { AskWhen, ToolRules } from "./entry/tool-rules.ts";
