import { homedir } from "node:os";
import { posix, win32 } from "node:path";
import type { LoadConfigOptions } from "../load-config-options.ts";

/** The facts about a machine on which paths depend. */
export interface Machine {
  environment: Readonly<Record<string, string | undefined>>;
  workingDirectory: string;
  homeDirectory: string;
  platform: NodeJS.Platform;
  ownEntryPaths: readonly string[];
}

/** Fills in the values of the running process. */
export function machineOf(options: LoadConfigOptions): Machine {
  checkOptions(options);
  const environment = options.environment ?? process.env;
  const platform = options.platform ?? process.platform;
  return {
    environment,
    platform,
    workingDirectory: options.workingDirectory ?? process.cwd(),
    homeDirectory: options.homeDirectory ?? homeDirectoryOf(environment, platform),
    ownEntryPaths: options.ownEntryPaths ?? process.argv.slice(1, 2),
  };
}

/** Throws a TypeError: JavaScript has no types, and a path in place of the options would be passed over. */
function checkOptions(options: unknown): void {
  if (typeof options === "object" && options !== null) return;
  throw new TypeError(
    "The options must be an object. To read a file of your own, pass {environment: {MCP_BRIDGE_CONFIG: path}}.",
  );
}

/** The path rules of a platform, which need not be the one that runs this code. */
export function pathRules(platform: NodeJS.Platform): typeof posix {
  return platform === "win32" ? win32 : posix;
}

function homeDirectoryOf(environment: Machine["environment"], platform: NodeJS.Platform): string {
  const home = platform === "win32" ? environment.USERPROFILE : environment.HOME;
  return home === undefined || home === "" ? homedir() : home;
}

/** The configuration file of a project. */
export function projectConfigPath(machine: Machine): string {
  return pathRules(machine.platform).join(machine.workingDirectory, "mcp_bridge_config.json");
}

/** The user's own configuration files, the more specific path first. */
export function userConfigPaths(machine: Machine): string[] {
  const paths = pathRules(machine.platform);
  return configFolders(machine).map((folder) => paths.join(folder, "mcp-bridge", "config.json"));
}

/** Where Claude Desktop, an Electron application, keeps its configuration. */
export function claudeDesktopConfigPaths(machine: Machine): string[] {
  const paths = pathRules(machine.platform);
  return claudeFolders(machine).map((folder) => paths.join(folder, "claude_desktop_config.json"));
}

/** Makes a path absolute: a leading `~` is the home folder, relative paths start at `folder`. */
export function absolutePath(text: string, folder: string, machine: Machine): string {
  const paths = pathRules(machine.platform);
  if (text === "~") return machine.homeDirectory;
  return /^~[/\\]/.test(text)
    ? paths.join(machine.homeDirectory, text.slice(2))
    : paths.resolve(folder, text);
}

/** The folder that holds a file. */
export function folderOf(path: string, machine: Machine): string {
  return pathRules(machine.platform).dirname(path);
}

function claudeFolders(machine: Machine): string[] {
  const paths = pathRules(machine.platform);
  if (machine.platform === "darwin") {
    return [paths.join(machine.homeDirectory, "Library", "Application Support", "Claude")];
  }
  if (machine.platform === "win32") {
    const roaming = machine.environment.APPDATA;
    const folder = roaming === undefined || roaming === "" ? undefined : roaming;
    return [
      paths.join(folder ?? paths.join(machine.homeDirectory, "AppData", "Roaming"), "Claude"),
    ];
  }
  return configFolders(machine).map((folder) => paths.join(folder, "Claude"));
}

// The XDG base directory specification says to ignore a value that is not absolute.
function configFolders(machine: Machine): string[] {
  const paths = pathRules(machine.platform);
  const usual = paths.join(machine.homeDirectory, ".config");
  const named = machine.environment.XDG_CONFIG_HOME;
  return named === undefined || !paths.isAbsolute(named)
    ? [usual]
    : [...new Set([paths.join(named), usual])];
}
