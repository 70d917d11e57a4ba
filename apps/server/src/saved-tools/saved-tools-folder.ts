import { ownDataFolder, settingPath, thisMachine, type Machine } from "../machine.ts";

/**
 * The folder that MCP_BRIDGE_SAVED_TOOLS names, or the default; false for `off`, which means that no tools are saved.
 */
export function configuredSavedToolsFolder(machine: Machine = thisMachine()): string | false {
  const setting = machine.environment["MCP_BRIDGE_SAVED_TOOLS"]?.trim();
  if (!setting) return defaultSavedToolsFolder(machine);
  if (setting.toLowerCase() === "off") return false;
  return settingPath(setting, machine);
}

/** The folder of each platform for application data of a user. */
export function defaultSavedToolsFolder(machine: Machine = thisMachine()): string {
  return ownDataFolder("saved-tools", machine);
}
