// Starting Pyodide takes seconds; starting from its memory after the start takes a fraction. This writes that memory
// to dist/. It holds the interpreter and a few modules of its standard library, nothing of ours and nothing secret.
import { spawnSync } from "node:child_process";
import { rmSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import { denoEnvironment } from "../dist/drivers/embedded/deno-arguments.js";
import { findDeno } from "../dist/drivers/embedded/find-deno.js";

const script = fileURLToPath(new URL("./take-snapshot.mjs", import.meta.url));
const target = fileURLToPath(new URL("../dist/pyodide.snapshot", import.meta.url));
const pyodide = dirname(createRequire(import.meta.url).resolve("pyodide/package.json"));
const confinement = ["--no-prompt", "--no-remote", "--no-npm", "--no-config", "--no-lock"];
const permissions = [`--allow-read=${pyodide}`, `--allow-write=${target}`];

rmSync(target, { force: true });
const deno = findDeno();
const { status } = spawnSync(
  deno,
  ["run", "--quiet", ...confinement, ...permissions, script, pyodide, target],
  { env: denoEnvironment(deno, process.env), stdio: "inherit" },
);
if (status !== 0) {
  rmSync(target, { force: true });
  console.error("The memory snapshot of Pyodide could not be made; the lines above say why.");
  process.exit(1);
}
