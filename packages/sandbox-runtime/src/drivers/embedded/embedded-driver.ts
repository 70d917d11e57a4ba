// Pyodide in a Deno process without permissions. Pyodide itself is not a boundary, since Python can reach JavaScript in
// it; Deno's permission check is. Node never runs user code.
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, parse } from "node:path";
import { fileURLToPath } from "node:url";
import { SandboxError } from "../../sandbox-error.ts";
import type { DriverStartOptions, SandboxDriver, SandboxExit, SandboxProcess } from "../driver.ts";
import { confinedProcess } from "./confined-process.ts";
import { denoArguments, denoEnvironment, type GuestFiles } from "./deno-arguments.ts";
import { findDeno } from "./find-deno.ts";
import { outOfMemoryExitCode } from "./guest/messages.ts";

// V8 writes a report before it ends the process; so much of it is read.
const lastWordsCharacters = 10_000;
const heapIsFull = /^#?\s*Fatal .*out of memory/m;
// The signals with which V8 ends a process. If code ends the process, with a forged report, it exits with a code
// instead.
const fatalSignals: ReadonlySet<string | null> = new Set(["SIGTRAP", "SIGILL", "SIGABRT"]);
/** Windows has exceptions instead of signals; their numbers are larger than any exit code. */
const mostExitCode = 255;

/** Throws a SandboxError `runtime-unavailable` if Deno is missing or cannot be confined. */
export function createEmbeddedDriver(): SandboxDriver {
  const deno = findDeno();
  const files = guestFiles();
  const unnameable = [files.main, files.pyodide].find((path) => path.includes(","));
  if (unnameable) {
    throw new SandboxError(
      "runtime-unavailable",
      `The embedded sandbox cannot be confined in ${unnameable}: Deno's permissions do not support paths with a comma. ` +
        "Install this package elsewhere, or use a container: MCP_BRIDGE_RUNTIME=podman or docker.",
    );
  }
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
  const start = confinedProcess(deno, denoArguments(files, limits));
  const child = spawn(start.command, start.args, {
    cwd: parse(deno).root,
    env: denoEnvironment(deno, process.env),
    stdio: ["pipe", "pipe", "pipe"],
    windowsHide: true,
    detached: start.detached,
  });
  let lastWords = "";
  child.stderr.on("data", (chunk: Buffer) => {
    lastWords = (lastWords + chunk.toString("latin1")).slice(-lastWordsCharacters);
  });
  const exited = new Promise<SandboxExit>((resolve) => {
    child.once("close", (code, signal) => {
      const endedByV8 = fatalSignals.has(signal) || (code ?? 0) > mostExitCode;
      const outOfMemory = code === outOfMemoryExitCode || (endedByV8 && heapIsFull.test(lastWords));
      resolve({ code, signal, outOfMemory });
    });
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
  // The snapshot is in the build's folder, even when this package runs from sources.
  const snapshot = fileURLToPath(new URL("../../../dist/pyodide.snapshot", import.meta.url));
  return {
    pyodide: dirname(pyodidePackage),
    main: fileURLToPath(new URL(`./guest/main.${extension}`, import.meta.url)),
    ...(existsSync(snapshot) && { snapshot }),
  };
}
