import { ownDataFolder, thisMachine, type Machine } from "./machine.ts";

/** Where the logins to servers behind URLs are kept: beside the saved tools. */
export function defaultLoginsFolder(machine: Machine = thisMachine()): string {
  return ownDataFolder("logins", machine);
}
