import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

// The build copies the Python kernel beside this file; when run from sources, the original is read.
const folder = import.meta.url.endsWith(".ts") ? "../../../sandbox/python/" : "./python/";

const bootstrap = "bootstrap.py";

/** The kernel's files: relative path, with forward slashes, to text. */
export type KernelFiles = Record<string, string>;

/** The program for `python3 -c` that reads the kernel from its stdin. */
export function readBootstrap(): string {
  return readFileSync(new URL(folder + bootstrap, import.meta.url), "utf8");
}

/** Reads the kernel's files. */
export function readKernel(): KernelFiles {
  const root = fileURLToPath(new URL(folder, import.meta.url));
  const files: KernelFiles = {};
  for (const path of readdirSync(root, { recursive: true, encoding: "utf8" })) {
    if (path.endsWith(".py") && path !== bootstrap) {
      files[path.replaceAll("\\", "/")] = readFileSync(join(root, path), "utf8");
    }
  }
  return files;
}
