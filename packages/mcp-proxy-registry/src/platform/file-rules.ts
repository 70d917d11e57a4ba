import { constants } from "node:fs";

/** How a platform's files work. */
export interface FileRules {
  /** Whether a file's owner and mode control who may read it; on Windows the user's profile protects it. */
  modes: boolean;
  /** Flags for opening a file for reading: symbolic links are refused, and a pipe does not wait for a writer. */
  readFlags: number;
  /** Error codes of a rename onto a folder that is not empty, or that is being removed. */
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
