import type { SandboxLimits } from "../driver.ts";

const wasmPageBytes = 64 * 1024;
const mebibyte = 1024 * 1024;

export interface GuestFiles {
  /** Pyodide's own folder. */
  pyodide: string;
  /** The module that Deno runs, and the worker that it starts. */
  main: string;
  worker: string;
  /** Pyodide's memory after its start, if it was taken at build time. */
  snapshot?: string | undefined;
}

/** The confinement: no permission but to read what Pyodide loads, which the worker gives up before any user code. */
export function denoArguments(files: GuestFiles, limits: SandboxLimits): string[] {
  const readable = [files.pyodide, files.worker, ...(files.snapshot ? [files.snapshot] : [])];
  const pages = Math.max(1, Math.floor(limits.memoryBytes / wasmPageBytes));
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
    `--allow-read=${readable.map((path) => path.replaceAll(",", ",,")).join(",")}`,
    `--v8-flags=--wasm-max-mem-pages=${pages},--max-old-space-size=${Math.ceil(limits.memoryBytes / mebibyte)}`,
    files.main,
    JSON.stringify({ pyodide: files.pyodide, snapshot: files.snapshot }),
  ];
}

/** All that the process is told of the host. `DENO_DIR` is a place that cannot exist: nothing is kept on disk. */
export function denoEnvironment(host: NodeJS.ProcessEnv): Record<string, string> {
  return {
    DENO_DIR: "/dev/null/none",
    DENO_NO_UPDATE_CHECK: "1",
    NO_COLOR: "1",
    // Windows starts no process without it.
    ...(host["SystemRoot"] && { SystemRoot: host["SystemRoot"] }),
  };
}
