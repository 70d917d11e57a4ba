import { dirname } from "node:path";

/**
 * The working directory for a program that is started by its name. Windows looks for programs there first, and servers
 * may write to ours. Undefined means our own, on systems that use only the PATH.
 */
export function startFolder(platform: NodeJS.Platform = process.platform): string | undefined {
  return platform === "win32" ? dirname(process.execPath) : undefined;
}
