import { rename } from "node:fs/promises";
import { setTimeout as delay } from "node:timers/promises";
import { errorCode } from "../error-text.ts";

/** Error codes on Windows if another program, such as a reader or a virus scanner, has the target file open. */
const inUse: ReadonlySet<string | undefined> = new Set(["EPERM", "EACCES", "EBUSY"]);
const patienceMs = 2000;
const maxPauseMs = 100;

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
  const until = performance.now() + patienceMs;
  for (let pause = 5; ; pause = Math.min(pause * 2, maxPauseMs)) {
    try {
      return await system.rename(from, to);
    } catch (error) {
      const mayPass = system.platform === "win32" && inUse.has(errorCode(error));
      if (!mayPass || performance.now() > until) throw error;
      await delay(pause);
    }
  }
}
