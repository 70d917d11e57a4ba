import { dirname, join } from "node:path";
import type { SandboxLimits } from "../driver.ts";
import type { GuestOptions } from "./guest/messages.ts";

const wasmPageBytes = 64 * 1024;
/**
 * The C library's initial threshold for returning memory. By default it soon keeps dozens of megabytes in each thread
 * that compiled WebAssembly.
 */
const keptFreeBytes = 128 * 1024;
const mebibyte = 1024 * 1024;
/** The stack of the thread that runs Python, and of each of its coroutines. Unused memory costs nothing. */
const stackMegabytes = 68;
/** The rest is for Deno itself. A limit beyond the real stack would let code write past its end. */
const stackKilobytes = 64 * 1024;
/** Pyodide's own objects take about 20 of them. */
const heapMarginMegabytes = 128;

/** Paths of what Deno runs and reads. */
export interface GuestFiles {
  /** Pyodide's own folder. */
  pyodide: string;
  /** The module that Deno runs; the modules that it loads are beside it. */
  main: string;
  /** The snapshot of Pyodide's memory after its start, if the build took one. */
  snapshot?: string | undefined;
}

/**
 * The confinement: the only permission is to read what Pyodide loads, and the worker gives it up before any user code
 * runs.
 */
export function denoArguments(files: GuestFiles, limits: SandboxLimits): string[] {
  const readable = [
    files.pyodide,
    dirname(files.main),
    ...(files.snapshot ? [files.snapshot] : []),
  ];
  const pages = Math.max(1, Math.floor(limits.memoryBytes / wasmPageBytes));
  // A thread that reaches this limit is stopped, sometimes without any report. So the watchdog, which measures the
  // whole process, must act first. It counts neither the memory used before nor what is filled between two checks,
  // hence the margin.
  const heapMegabytes = Math.ceil((1.5 * limits.memoryBytes) / mebibyte) + heapMarginMegabytes;
  const v8Flags = [
    "--disallow-code-generation-from-strings",
    `--wasm-max-mem-pages=${pages}`,
    `--max-old-space-size=${heapMegabytes}`,
    `--stack-size=${stackKilobytes}`,
    `--wasm-stack-switching-stack-size=${stackKilobytes}`,
    // V8 would discard an optimized function that calls another than those it has called before, and compile it again.
    // Python's own functions call whatever code needs: their first runs had the compiler do several times the work.
    "--no-wasm-deopt",
  ];
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
    `--v8-flags=${v8Flags.join(",")}`,
    files.main,
    JSON.stringify({
      pyodide: files.pyodide,
      snapshot: files.snapshot,
      memoryBytes: limits.memoryBytes,
      stackMegabytes,
    } satisfies GuestOptions),
  ];
}

/** The process's environment: all that it learns about the host. */
export function denoEnvironment(deno: string, host: NodeJS.ProcessEnv): Record<string, string> {
  return {
    // No system can create a folder below a file, so Deno stores nothing on disk.
    DENO_DIR: join(deno, "none"),
    DENO_NO_UPDATE_CHECK: "1",
    // No such backend exists: Deno requires no permission for the host's GPU.
    DENO_WEBGPU_BACKEND: "none",
    NO_COLOR: "1",
    // A setting of glibc, which can only be set in this way.
    MALLOC_TRIM_THRESHOLD_: String(keptFreeBytes),
    // Windows cannot start a process without it.
    ...(host["SystemRoot"] && { SystemRoot: host["SystemRoot"] }),
  };
}
