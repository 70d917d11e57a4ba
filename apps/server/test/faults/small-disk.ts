// A disk of a few megabytes, in memory, which can be filled, or be closed to writing.
import { execFile, execFileSync } from "node:child_process";
import { constants } from "node:fs";
import { open, rm } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { pause } from "./break-things.ts";
import type { Fault } from "./faults.ts";

const run = promisify(execFile);
const filler = ".filler";

/** Mounts it over the folder, as root alone can. */
export async function mountSmallDisk(folder: string): Promise<AsyncDisposable> {
  await run("mount", ["-t", "tmpfs", "-o", "size=4m,mode=700", "small-disk", folder]);
  return { [Symbol.asyncDispose]: async () => void (await run("umount", ["--lazy", folder])) };
}

export function canMount(): boolean {
  if (process.platform !== "linux" || process.getuid?.() !== 0) return false;
  try {
    execFileSync("unshare", ["--mount", "true"], { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
}

export function diskFaults(name: string, folder: string): Fault[] {
  return [
    {
      name: `${name} full`,
      async inject(random, signal) {
        await fill(join(folder, filler));
        await pause(500 + random.below(2_500), signal);
        await rm(join(folder, filler), { force: true });
        return true;
      },
    },
    {
      name: `${name} read-only`,
      async inject(random, signal) {
        // Refused while a file is open for writing.
        const closed = await run("mount", ["-o", "remount,ro", folder]).catch(() => undefined);
        if (!closed) return false;
        await pause(500 + random.below(2_500), signal);
        await run("mount", ["-o", "remount,rw", folder]);
        return true;
      },
    },
  ];
}

/** To the last byte. */
async function fill(path: string): Promise<void> {
  const file = await open(path, constants.O_CREAT | constants.O_WRONLY | constants.O_APPEND);
  try {
    for (let size = 2 ** 16; size >= 1; size = Math.floor(size / 2)) {
      const bytes = Buffer.alloc(size);
      while (await wholeWrite(() => file.write(bytes), size));
    }
  } finally {
    await file.close();
  }
}

async function wholeWrite(
  write: () => Promise<{ bytesWritten: number }>,
  size: number,
): Promise<boolean> {
  try {
    return (await write()).bytesWritten === size;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ENOSPC") throw error;
    return false;
  }
}
