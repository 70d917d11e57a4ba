import { ownDataFolder, settingPath, thisMachine, type Machine } from "../machine.ts";

/** Where MCP_BRIDGE_SAVED_TOOLS says, else the default; `off` is false: no tools are saved. */
export function configuredSavedToolsFolder(machine: Machine = thisMachine()): string | false {
  const setting = machine.environment["MCP_BRIDGE_SAVED_TOOLS"]?.trim();
  if (!setting) return defaultSavedToolsFolder(machine);
  if (setting.toLowerCase() === "off") return false;
  return settingPath(setting, machine);
}

/** The folder that each platform has for what an application keeps of its user. */
export function defaultSavedToolsFolder(machine: Machine = thisMachine()): string {
  return ownDataFolder("saved-tools", machine);
}
