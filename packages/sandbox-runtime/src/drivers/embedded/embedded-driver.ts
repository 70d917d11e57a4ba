// Pyodide in a Deno process without permissions. Pyodide itself is no boundary, since Python reaches JavaScript in
// it; Deno's permission check is. Node itself never runs user code.
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, parse } from "node:path";
import { fileURLToPath } from "node:url";
import { SandboxError } from "../../sandbox-error.ts";
import type { DriverStartOptions, SandboxDriver, SandboxExit, SandboxProcess } from "../driver.ts";
import { denoArguments, denoEnvironment, type GuestFiles } from "./deno-arguments.ts";
import { findDeno } from "./find-deno.ts";

/** Throws a SandboxError `runtime-unavailable` where Deno is missing. */
export function createEmbeddedDriver(): SandboxDriver {
  const deno = findDeno();
  const files = guestFiles();
  return {
    name: "embedded",
    start: (options) => startDeno(deno, files, options),
  };
}

async function startDeno(
  deno: string,
  files: GuestFiles,
  { limits }: DriverStartOptions,
): Promise<SandboxProcess> {
  const child = spawn(deno, denoArguments(files, limits), {
    cwd: parse(deno).root,
    env: denoEnvironment(process.env),
    stdio: ["pipe", "pipe", "pipe"],
    windowsHide: true,
  });
  const exited = new Promise<SandboxExit>((resolve) => {
    child.once("close", (code, signal) => resolve({ code, signal }));
    child.once("error", () => resolve({ code: null, signal: null }));
  });
  await new Promise<void>((resolve, reject) => {
    child.once("spawn", resolve);
    child.once("error", (cause) =>
      reject(
        new SandboxError("start-failed", `Deno could not be started: ${cause.message}`, { cause }),
      ),
    );
  });
  return {
    stdin: child.stdin,
    stdout: child.stdout,
    stderr: child.stderr,
    exited,
    async kill() {
      child.kill("SIGKILL");
      await exited;
    },
  };
}

function guestFiles(): GuestFiles {
  const pyodidePackage = createRequire(import.meta.url).resolve("pyodide/package.json");
  const extension = import.meta.url.endsWith(".ts") ? "ts" : "js";
  const path = (relative: string): string => fileURLToPath(new URL(relative, import.meta.url));
  // From sources and from the build alike, the snapshot is where the build put it.
  const snapshot = path("../../../dist/pyodide.snapshot");
  return {
    pyodide: dirname(pyodidePackage),
    main: path(`./guest/main.${extension}`),
    worker: path(`./guest/worker.${extension}`),
    ...(existsSync(snapshot) && { snapshot }),
  };
}
