import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

// Beside the built file lies a copy of the kernel; from sources it is read where it is written.
const folder = import.meta.url.endsWith(".ts") ? "../../../sandbox/python/" : "./python/";

const bootstrap = "bootstrap.py";

/** What a `python3 -c` is given so that it takes the kernel from its stdin. */
export function readBootstrap(): string {
  return readFileSync(new URL(folder + bootstrap, import.meta.url), "utf8");
}

/** The kernel's files: path below its folder, with forward slashes, to text. */
export function readKernel(): Record<string, string> {
  const root = fileURLToPath(new URL(folder, import.meta.url));
  const files: Record<string, string> = {};
  for (const path of readdirSync(root, { recursive: true, encoding: "utf8" })) {
    if (path.endsWith(".py") && path !== bootstrap) {
      files[path.replaceAll("\\", "/")] = readFileSync(join(root, path), "utf8");
    }
  }
  return files;
}
