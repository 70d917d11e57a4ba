import { dirname } from "node:path";

/**
 * The working directory of a program that is started by its name: Windows looks for it there first, and to ours servers may
 * write. Undefined for ours, where only the PATH counts.
 */
export function startFolder(platform: NodeJS.Platform = process.platform): string | undefined {
  return platform === "win32" ? dirname(process.execPath) : undefined;
}
