import { accessSync, constants } from "node:fs";
import { createRequire } from "node:module";
import { posix, win32 } from "node:path";
import { SandboxError } from "../../sandbox-error.ts";

/** What determines where Deno is found. */
export interface DenoSearch {
  platform: NodeJS.Platform;
  arch: string;
  /** The value of PATH. */
  path: string;
  /** Path of a file inside an installed npm package; throws if there is none. */
  resolve: (request: string) => string;
  isExecutable: (path: string) => boolean;
}

const thisMachine = (): DenoSearch => ({
  platform: process.platform,
  arch: process.arch,
  path: process.env["PATH"] ?? "",
  resolve: (request) => createRequire(import.meta.url).resolve(request),
  isExecutable,
});

/** Path of the Deno binary: npm's package for this platform, else `deno` on the PATH. */
export function findDeno(search: DenoSearch = thisMachine()): string {
  const { platform, arch, path, resolve } = search;
  const { delimiter, isAbsolute, join } = platform === "win32" ? win32 : posix;
  const file = platform === "win32" ? "deno.exe" : "deno";
  const npmPackage = `@deno/${platform}-${arch}${platform === "linux" ? "-glibc" : ""}`;
  const candidates = path
    .split(delimiter)
    .filter((folder) => isAbsolute(folder))
    .map((folder) => join(folder, file));
  try {
    candidates.unshift(resolve(`${npmPackage}/${file}`));
  } catch {
    // Not installed: an optional dependency may be missing.
  }
  const found = candidates.find((candidate) => search.isExecutable(candidate));
  if (found) return found;
  throw new SandboxError(
    "runtime-unavailable",
    `The embedded sandbox needs Deno, which confines it, and found none for ${platform}-${arch}. ` +
      `Install it beside this package with \`npm install ${npmPackage}\` (npm leaves it out under --omit=optional), ` +
      "or put `deno` 2.4 or later on the PATH (https://deno.com), or use a container: MCP_BRIDGE_RUNTIME=podman or docker. " +
      "Code is never run without confinement.",
  );
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
