import { type Machine, userFolder } from "./saved-tools/saved-tools-folder.ts";

/** Where the logins to servers behind URLs are kept: beside the saved tools. */
export function defaultLoginsFolder(machine?: Machine): string {
  return userFolder("logins", machine);
}
