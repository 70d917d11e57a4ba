// Pyodide in a Deno process without permissions. Pyodide itself is not a boundary, since Python can reach JavaScript in
// it; Deno's permission check is. Node never runs user code.
import { spawn } from "node:child_process";
import { existsSync, statSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join, parse } from "node:path";
import type { Readable } from "node:stream";
import { fileURLToPath } from "node:url";
import { explainMissing, filesReplaced } from "../../replaced-files.ts";
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
const maxExitCode = 255;

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
  const before = fingerprint(deno, files);
  const areReplaced = (): boolean => fingerprint(deno, files) !== before;
  return {
    name: "embedded",
    start: (options) => startDeno(deno, files, areReplaced, options),
  };
}

async function startDeno(
  deno: string,
  files: GuestFiles,
  areReplaced: () => boolean,
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
      const endedByV8 = fatalSignals.has(signal) || (code ?? 0) > maxExitCode;
      const outOfMemory = code === outOfMemoryExitCode || (endedByV8 && heapIsFull.test(lastWords));
      // It said nothing yet: it failed while it loaded its files.
      const { bytesRead } = child.stdout as Readable & { bytesRead: number };
      const isMute = bytesRead === 0 && signal === null;
      const reason = isMute && areReplaced() ? filesReplaced : undefined;
      resolve({ code, signal, outOfMemory, reason });
    });
    child.once("error", () => resolve({ code: null, signal: null }));
  });
  await new Promise<void>((resolve, reject) => {
    child.once("spawn", resolve);
    child.once("error", (cause) =>
      reject(
        new SandboxError(
          "start-failed",
          `Deno could not be started: ${areReplaced() ? `${filesReplaced}.` : cause.message}`,
          { cause },
        ),
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

/** Differs once a file that every start reads is gone, or is another one. */
function fingerprint(deno: string, { main, pyodide, snapshot }: GuestFiles): string {
  const files = [deno, main, join(pyodide, "package.json"), ...(snapshot ? [snapshot] : [])];
  return files
    .map((path) => {
      const found = statSync(path, { throwIfNoEntry: false });
      return found ? `${found.ino} ${found.size} ${found.mtimeMs}` : "gone";
    })
    .join("\n");
}

function guestFiles(): GuestFiles {
  const pyodidePackage = pathOf("pyodide/package.json");
  const extension = import.meta.url.endsWith(".ts") ? "ts" : "js";
  // The snapshot is in the build's folder, even when this package runs from sources.
  const snapshot = fileURLToPath(new URL("../../../dist/pyodide.snapshot", import.meta.url));
  return {
    pyodide: dirname(pyodidePackage),
    main: fileURLToPath(new URL(`./guest/main.${extension}`, import.meta.url)),
    ...(existsSync(snapshot) && { snapshot }),
  };
}

function pathOf(file: string): string {
  try {
    return createRequire(import.meta.url).resolve(file);
  } catch (error) {
    return explainMissing(error);
  }
}
