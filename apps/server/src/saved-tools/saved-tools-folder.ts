import { pathRules, thisMachine, type Machine } from "../machine.ts";

export type { Machine };

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
  return userFolder("saved-tools", machine);
}

/** A folder of that name for what this application keeps of its user. */
export function userFolder(name: string, machine: Machine = thisMachine()): string {
  return pathRules(machine).join(dataFolder(machine), "mcp-code-execution", name);
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
