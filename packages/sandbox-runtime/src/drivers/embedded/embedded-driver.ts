// Pyodide in a Deno process without permissions. Pyodide itself is no boundary, since Python reaches JavaScript in
// it; Deno's permission check is. Node itself never runs user code.
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

// V8's own words, before it ends the process.
const lastWordsCharacters = 10_000;
const heapIsFull = /^#?\s*Fatal .*out of memory/m;
// How V8 ends a process. One that code brings to its end, with words of its own, exits with a code.
const fatalSignals: ReadonlySet<string | null> = new Set(["SIGTRAP", "SIGILL", "SIGABRT"]);
/** Windows has no signals, but exceptions, whose numbers are beyond all codes. */
const mostExitCode = 255;

/** Throws a SandboxError `runtime-unavailable` where Deno is missing or could not be confined. */
export function createEmbeddedDriver(): SandboxDriver {
  const deno = findDeno();
  const files = guestFiles();
  const unnameable = [files.main, files.pyodide].find((path) => path.includes(","));
  if (unnameable) {
    throw new SandboxError(
      "runtime-unavailable",
      `The embedded sandbox cannot be confined in ${unnameable}: Deno's permissions name no path with a comma in it. ` +
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
  // From sources and from the build alike, the snapshot is where the build put it.
  const snapshot = fileURLToPath(new URL("../../../dist/pyodide.snapshot", import.meta.url));
  return {
    pyodide: dirname(pyodidePackage),
    main: fileURLToPath(new URL(`./guest/main.${extension}`, import.meta.url)),
    ...(existsSync(snapshot) && { snapshot }),
  };
}
