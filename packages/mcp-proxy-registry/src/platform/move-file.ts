import { rename } from "node:fs/promises";
import { setTimeout as delay } from "node:timers/promises";
import { errorCode } from "../error-text.ts";

/** Error codes on Windows if another program, such as a reader or a virus scanner, has the target file open. */
const IN_USE: ReadonlySet<string | undefined> = new Set(["EPERM", "EACCES", "EBUSY"]);
const PATIENCE_MS = 2000;
const LONGEST_PAUSE_MS = 100;

/** The operating system's functions for moving a file. */
export interface FileMover {
  platform: NodeJS.Platform;
  rename(from: string, to: string): Promise<void>;
}

/**
 * Renames a file and replaces an existing one. On Windows it waits up to two seconds if others have the target open.
 */
export async function moveFile(
  from: string,
  to: string,
  system: FileMover = { platform: process.platform, rename },
): Promise<void> {
  const until = performance.now() + PATIENCE_MS;
  for (let pause = 5; ; pause = Math.min(pause * 2, LONGEST_PAUSE_MS)) {
    try {
      return await system.rename(from, to);
    } catch (error) {
      const mayPass = system.platform === "win32" && IN_USE.has(errorCode(error));
      if (!mayPass || performance.now() > until) throw error;
      await delay(pause);
    }
  }
}
