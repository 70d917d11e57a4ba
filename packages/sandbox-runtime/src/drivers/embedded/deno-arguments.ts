import { dirname, join } from "node:path";
import type { SandboxLimits } from "../driver.ts";
import type { GuestOptions } from "./guest/messages.ts";

const wasmPageBytes = 64 * 1024;
/** Where the C library begins. By itself it soon keeps dozens of megabytes in each thread that compiled WebAssembly. */
const keptFreeBytes = 128 * 1024;
const mebibyte = 1024 * 1024;
/** Of the thread that Python runs in, and of each of its coroutines: memory that is not used costs nothing. */
const stackMegabytes = 68;
/** The rest is Deno's own. A limit beyond the real stack would let code write past its end. */
const stackKilobytes = 64 * 1024;
/** Pyodide's own objects are some 20 of them. */
const heapMarginMegabytes = 128;

/** Paths of what Deno is to run and to read. */
export interface GuestFiles {
  /** Pyodide's own folder. */
  pyodide: string;
  /** The module that Deno runs; what it loads lies beside it. */
  main: string;
  /** Pyodide's memory after its start, if it was taken at build time. */
  snapshot?: string | undefined;
}

/** The confinement: no permission but to read what Pyodide loads, which the worker gives up before any user code. */
export function denoArguments(files: GuestFiles, limits: SandboxLimits): string[] {
  const readable = [
    files.pyodide,
    dirname(files.main),
    ...(files.snapshot ? [files.snapshot] : []),
  ];
  const pages = Math.max(1, Math.floor(limits.memoryBytes / wasmPageBytes));
  // A thread that reaches it is stopped, and where a message or a task has it work, nobody is told: the watch over the whole
  // process has to come first, which counts neither what was there before nor what is filled between two looks.
  const heapMegabytes = Math.ceil((1.5 * limits.memoryBytes) / mebibyte) + heapMarginMegabytes;
  return [
    "run",
    "--quiet",
    "--no-prompt",
    "--no-remote",
    "--no-npm",
    "--no-config",
    "--no-lock",
    "--no-check",
    "--deny-net",
    "--deny-env",
    "--deny-sys",
    "--deny-write",
    "--deny-run",
    "--deny-ffi",
    "--deny-import",
    `--allow-read=${readable.join(",")}`,
    `--v8-flags=--disallow-code-generation-from-strings,--wasm-max-mem-pages=${pages},--max-old-space-size=${heapMegabytes},--stack-size=${stackKilobytes},--wasm-stack-switching-stack-size=${stackKilobytes}`,
    files.main,
    JSON.stringify({
      pyodide: files.pyodide,
      snapshot: files.snapshot,
      memoryBytes: limits.memoryBytes,
      stackMegabytes,
    } satisfies GuestOptions),
  ];
}

/** All that the process is told of the host. */
export function denoEnvironment(deno: string, host: NodeJS.ProcessEnv): Record<string, string> {
  return {
    // Below a file no folder can be made, on any system: Deno keeps nothing on disk.
    DENO_DIR: join(deno, "none"),
    DENO_NO_UPDATE_CHECK: "1",
    // No such backend exists: Deno asks no permission for the host's GPU.
    DENO_WEBGPU_BACKEND: "none",
    NO_COLOR: "1",
    // Of glibc, which is told in no other way.
    MALLOC_TRIM_THRESHOLD_: String(keptFreeBytes),
    // Windows starts no process without it.
    ...(host["SystemRoot"] && { SystemRoot: host["SystemRoot"] }),
  };
}
