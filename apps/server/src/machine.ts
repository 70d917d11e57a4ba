import { homedir } from "node:os";
import { posix, win32, type PlatformPath } from "node:path";

/** The facts about a machine on which paths depend. */
export interface Machine {
  platform: NodeJS.Platform;
  environment: Readonly<Record<string, string | undefined>>;
  homeDirectory: string;
  workingDirectory: string;
}

export const thisMachine = (): Machine => ({
  platform: process.platform,
  environment: process.env,
  homeDirectory: homedir(),
  workingDirectory: process.cwd(),
});

/** The path rules of a platform, which need not be the one that runs this code. */
export function pathRules({ platform }: Pick<Machine, "platform">): PlatformPath {
  return platform === "win32" ? win32 : posix;
}
