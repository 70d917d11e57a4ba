import { constants } from "node:fs";

/** How a platform's files differ from others'. */
export interface FileRules {
  /** Whether a file has an owner and a mode that say who may read it; on Windows the user's profile protects it. */
  modes: boolean;
  /** Flags of `open` for a file to read that must not be a symbolic link; a pipe is opened without waiting for a writer. */
  readFlags: number;
  /** Codes of the errors of a rename onto a folder that has something in it, or is just going away. */
  folderInUse: ReadonlySet<string | undefined>;
}

/** The rules of a platform, this one by default. */
export function fileRules(platform: NodeJS.Platform = process.platform): FileRules {
  const inUse = ["ENOTEMPTY", "EEXIST"];
  return platform === "win32"
    ? {
        modes: false,
        readFlags: constants.O_RDONLY,
        folderInUse: new Set([...inUse, "EPERM", "EACCES", "EBUSY"]),
      }
    : {
        modes: true,
        readFlags: constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK,
        folderInUse: new Set(inUse),
      };
}
