// The same file has several paths: through links of its folders, through links to itself, and in other letters where the
// system takes capitals for small ones.
import { readlinkSync, realpathSync } from "node:fs";
import { pathRules, type Machine } from "./config-paths.ts";

/** As many links as systems follow. */
const maxLinks = 40;

/**
 * Whether `path` is another path of `file`, or a link to it. Neither has to exist. If `file` is itself a link, its
 * target is another file.
 */
export function leadsTo(path: string, file: string, machine: Machine): boolean {
  const wanted = placeOf(file, machine);
  let next: string | undefined = path;
  for (let links = 0; next !== undefined && links <= maxLinks; links += 1) {
    const place = placeOf(next, machine);
    if (place === wanted) return true;
    next = targetOf(place, machine);
  }
  return false;
}

/** The path without links among its folders. */
function placeOf(path: string, { platform }: Machine): string {
  const paths = pathRules(platform);
  const name = paths.basename(path);
  // Folders are returned in the letters that they have.
  const isSmall = platform === "win32" || platform === "darwin";
  return paths.join(realFolder(paths.dirname(path)), isSmall ? name.toLowerCase() : name);
}

function realFolder(folder: string): string {
  try {
    return realpathSync.native(folder);
  } catch {
    return folder;
  }
}

function targetOf(link: string, { platform }: Machine): string | undefined {
  const paths = pathRules(platform);
  try {
    return paths.resolve(paths.dirname(link), readlinkSync(link));
  } catch {
    return undefined;
  }
}
