import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import type { CallToolResult, Registry, StdioServerDefinition } from "../src/registry-types.ts";

const require = createRequire(import.meta.url);

/** A server of test/fixtures, run by this Node. */
export function fixture(name: string, ...args: string[]): StdioServerDefinition {
  const path = fileURLToPath(new URL(`fixtures/${name}.mjs`, import.meta.url));
  return { command: process.execPath, args: [path, ...args] };
}

/** The official server `@modelcontextprotocol/server-<name>`, run by this Node. */
export function officialServer(name: string, ...args: string[]): StdioServerDefinition {
  const manifest = require.resolve(`@modelcontextprotocol/server-${name}/package.json`);
  const { bin } = JSON.parse(readFileSync(manifest, "utf8")) as { bin: Record<string, string> };
  const [path = ""] = Object.values(bin);
  return { command: process.execPath, args: [join(dirname(manifest), path), ...args] };
}

/** The text of a result's first block. */
export function textOf(result: CallToolResult): string {
  return String(result.content[0]?.["text"]);
}

/** The process ids a troublesome-server tells of itself. */
export async function processOf(
  registry: Registry,
  server: string,
): Promise<{ pid: number; parent: number }> {
  const result = await registry.callTool(server, "process", {});
  return JSON.parse(textOf(result)) as { pid: number; parent: number };
}

/** Whether a process, or with a negative id any of a group, is there. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
