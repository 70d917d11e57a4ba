import { ownDataFolder, thisMachine, type Machine } from "./machine.ts";

/** The folder of logins to servers behind URLs, beside the saved tools. */
export function defaultLoginsFolder(machine: Machine = thisMachine()): string {
  return ownDataFolder("logins", machine);
}
