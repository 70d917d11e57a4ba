import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";

const require = createRequire(import.meta.url);

/** The Pyodide package from npm. */
export const pyodideFolder = dirname(require.resolve("pyodide/package.json"));

/** The Deno that the embedded sandbox runs in. */
export async function deno() {
  const runtime = dirname(require.resolve("@mcp-code-execution/sandbox-runtime"));
  const module = join(runtime, "drivers", "embedded", "find-deno.js");
  const { findDeno } = await import(pathToFileURL(module).href);
  return findDeno();
}
