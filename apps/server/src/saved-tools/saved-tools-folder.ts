import { homedir } from "node:os";
import { posix, win32, type PlatformPath } from "node:path";

/** The facts about a machine on which the folder depends. */
export interface Machine {
  platform: NodeJS.Platform;
  environment: Readonly<Record<string, string | undefined>>;
  homeDirectory: string;
  workingDirectory: string;
}

const thisMachine = (): Machine => ({
  platform: process.platform,
  environment: process.env,
  homeDirectory: homedir(),
  workingDirectory: process.cwd(),
});

/** Where MCP_BRIDGE_SAVED_TOOLS says, else the default; `off` is false: no tools are saved. */
export function configuredSavedToolsFolder(machine: Machine = thisMachine()): string | false {
  const setting = machine.environment["MCP_BRIDGE_SAVED_TOOLS"]?.trim();
  if (!setting) return defaultSavedToolsFolder(machine);
  if (setting.toLowerCase() === "off") return false;
  const paths = pathRules(machine);
  // A client starts this program without a shell, so that nobody else expands the tilde.
  if (setting === "~" || /^~[/\\]/.test(setting)) {
    return paths.join(machine.homeDirectory, setting.slice(1));
  }
  return paths.resolve(machine.workingDirectory, setting);
}

/** The folder that each platform has for what an application keeps of its user. */
export function defaultSavedToolsFolder(machine: Machine = thisMachine()): string {
  return pathRules(machine).join(dataFolder(machine), "mcp-code-execution", "saved-tools");
}

function dataFolder(machine: Machine): string {
  const { platform, environment, homeDirectory } = machine;
  const paths = pathRules(machine);
  if (platform === "darwin") return paths.join(homeDirectory, "Library", "Application Support");
  if (platform === "win32") {
    return environment["LOCALAPPDATA"] || paths.join(homeDirectory, "AppData", "Local");
  }
  // The XDG base directory specification says to ignore a value that is not absolute.
  const named = environment["XDG_DATA_HOME"];
  return named && paths.isAbsolute(named) ? named : paths.join(homeDirectory, ".local", "share");
}

function pathRules({ platform }: Machine): PlatformPath {
  return platform === "win32" ? win32 : posix;
}
