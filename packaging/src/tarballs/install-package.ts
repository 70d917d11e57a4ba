import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { runProcess } from "../run-process.ts";

export interface InstallOptions {
  flags?: readonly string[];
  /** Whose PATH says which Node and npm install. */
  environment?: NodeJS.ProcessEnv;
}

/**
 * Installs one package with npm into an empty folder, the others of this repository from their tarballs where it needs
 * them. No install script runs: none is needed.
 */
export async function installPackage(
  folder: string,
  name: string,
  tarballs: Record<string, string>,
  { flags = [], environment = process.env }: InstallOptions = {},
): Promise<void> {
  await mkdir(folder, { recursive: true });
  const { [name]: own, ...others } = Object.fromEntries(
    Object.entries(tarballs).map(([key, tarball]) => [key, `file:${tarball}`]),
  );
  await writeFile(
    join(folder, "package.json"),
    JSON.stringify({
      private: true,
      type: "module",
      dependencies: { [name]: own },
      overrides: others,
    }),
  );
  const quiet = ["--prefer-offline", "--ignore-scripts", "--no-audit", "--no-fund"];
  await runProcess("npm", ["install", ...quiet, ...flags], { cwd: folder, environment });
}
