import { homedir } from "node:os";
import { join, resolve } from "node:path";

/** The setting as an absolute path: a client starts this program without a shell, so that nobody else expands the tilde. */
export function auditPath(setting: string, homeDirectory: string = homedir()): string {
  return /^~[/\\]/.test(setting) ? join(homeDirectory, setting.slice(2)) : resolve(setting);
}
