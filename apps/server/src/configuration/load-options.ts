import { loadConfig, type LoadedConfig } from "@mcp-code-execution/config";
import type { BridgeOptions } from "../bridge/bridge-types.ts";
import { settingPath, thisMachine } from "../machine.ts";
import { StartupError } from "../startup-error.ts";
import { configuredSavedToolsFolder } from "../saved-tools/saved-tools-folder.ts";

const logLevels = ["debug", "info", "warning", "error"] as const;
type LogLevel = (typeof logLevels)[number];

/** The options from the user's configuration. Throws a StartupError. */
export async function loadOptions(log: (line: string) => void): Promise<BridgeOptions> {
  return (await loadConfigured(log)).options;
}

/** As `loadOptions`, with the configuration itself, for following its changes. */
export async function loadConfigured(
  log: (line: string) => void,
): Promise<{ config: LoadedConfig; options: BridgeOptions }> {
  const config = await readConfig();
  const fatal = config.problems.filter(({ severity }) => severity === "fatal");
  if (fatal.length > 0) throw new StartupError(fatal.map(({ message }) => message).join("\n"));
  const { settings } = config;
  const isLogged = levelFilter(settings.logLevel);
  if (isLogged("warning")) for (const { message } of config.problems) log(message);
  // Our own entry is in every client's file: that it is skipped is expected.
  if (isLogged("debug"))
    for (const { source, name, reason } of config.skipped)
      log(`${source}: ${name} is skipped: ${reason}`);
  return { config, options: { ...optionsOf(config, log), notices: notices(config) } };
}

/** Reads this machine's configuration, and what is wrong with it. */
export function readConfig(): Promise<LoadedConfig> {
  return loadConfig({ ownEntryPaths: process.argv.slice(1, 2) });
}

/** The options of a configuration, whatever is wrong with it. */
export function optionsOf(config: LoadedConfig, log: (line: string) => void): BridgeOptions {
  const { settings } = config;
  return {
    servers: config.servers,
    unusable: config.unusable,
    runtime: settings.runtime,
    ask: settings.ask,
    maxToolCalls: settings.maxToolCalls,
    timeoutSeconds: settings.timeoutSeconds,
    startupTimeoutSeconds: settings.startupTimeoutSeconds,
    memoryLimitBytes: settings.memoryLimitBytes,
    pidsLimit: settings.pidsLimit,
    image: settings.image,
    cpus: settings.cpus,
    containerUser: settings.containerUser,
    ociRuntime: settings.ociRuntime,
    warm: settings.warm,
    idleTimeoutSeconds: settings.idleTimeoutSeconds,
    outputMode: settings.outputMode,
    savedToolsFolder: configuredSavedToolsFolder(),
    ...(settings.auditLog !== undefined && {
      auditLog: {
        path: settingPath(settings.auditLog, thisMachine()),
        arguments: settings.auditArguments,
        onFailure: settings.auditFailure,
        maxTotalBytes: settings.auditBytes,
      },
    }),
    onLog: ({ server, level, message }) => {
      if (levelFilter(settings.logLevel)(level)) log(`${server}: ${message}`);
    },
  };
}

/** Returns whether messages of a level are logged, if `least` is the lowest level. */
export function levelFilter(least: LogLevel): (level: LogLevel) => boolean {
  return (level) => logLevels.indexOf(level) >= logLevels.indexOf(least);
}

function notices(config: LoadedConfig): string[] {
  const wrong = config.problems.map(({ message }) => `configuration: ${message}`);
  // If no source was read, a problem already says why.
  if (Object.keys(config.servers).length > 0 || config.sources.length === 0) return wrong;
  const places = config.sources.map(({ label, status }) => `${label} (${status})`).join(", ");
  return [
    ...wrong,
    `no MCP servers are configured; looked at: ${places || "nothing"}. For the user: \`npx mcp-code-execution init\` takes over those of their MCP clients`,
  ];
}
