// The kernel travels with the package: the build puts a copy of it beside the compiled files.
import { cpSync, rmSync } from "node:fs";
import { fileURLToPath } from "node:url";

const target = fileURLToPath(new URL("../dist/python/", import.meta.url));
rmSync(target, { recursive: true, force: true });
cpSync(fileURLToPath(new URL("../../../sandbox/python/", import.meta.url)), target, {
  recursive: true,
  filter: (path) => !path.includes("__pycache__"),
});
