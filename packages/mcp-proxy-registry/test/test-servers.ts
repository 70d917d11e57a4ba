import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect } from "vitest";
import type { CallToolResult } from "../src/calls/call-types.ts";
import type { LogEvent } from "../src/log-event.ts";
import type { Registry } from "../src/registry-types.ts";
import type { StdioServerDefinition } from "../src/servers/server-definition.ts";

const require = createRequire(import.meta.url);

/** A server of test/fixtures, run by this Node. */
export function fixture(name: string, ...args: string[]): StdioServerDefinition {
  const path = fileURLToPath(new URL(`fixtures/${name}.mjs`, import.meta.url));
  return { command: process.execPath, args: [path, ...args] };
}

/** The official server `@modelcontextprotocol/server-<name>`, run by this Node. */
export function officialServer(name: string, ...args: string[]): StdioServerDefinition {
  const manifest = require.resolve(`@modelcontextprotocol/server-${name}/package.json`);
  const { bin }: { bin: Record<string, string> } = JSON.parse(readFileSync(manifest, "utf8"));
  const [path = ""] = Object.values(bin);
  return { command: process.execPath, args: [join(dirname(manifest), path), ...args] };
}

/** A registry's `onLog` that a test can wait for. */
export function createLog(): {
  onLog: (event: LogEvent) => void;
  messages: string[];
  sees(message: string): Promise<void>;
} {
  const messages: string[] = [];
  return {
    messages,
    onLog: ({ message }) => void messages.push(message),
    sees: (message) => expect.poll(() => messages, { timeout: 20_000 }).toContain(message),
  };
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
  return JSON.parse(textOf(result));
}

/** The processes of this machine that run (or sleep): a zombie is none. */
function runningProcesses(): { pid: number; parent: number; group: number }[] {
  if (process.platform === "win32") return windowsProcesses();
  const columns = "pid=,ppid=,pgid=,stat=,comm=";
  const listing = execFileSync("ps", ["-A", "-o", columns], { encoding: "utf8" });
  return listing
    .split("\n")
    .map((line) => line.trim().split(/\s+/))
    .filter(([, , , state = "Z", command]) => !state.startsWith("Z") && command !== "ps")
    .map(([pid, parent, group]) => ({
      pid: Number(pid),
      parent: Number(parent),
      group: Number(group),
    }));
}

/** There are no groups: each process is one of its own. */
function windowsProcesses(): ReturnType<typeof runningProcesses> {
  const command =
    'Get-CimInstance Win32_Process | ForEach-Object { "$($_.ProcessId) $($_.ParentProcessId) $($_.Name)" }';
  const listing = execFileSync("powershell", ["-NoProfile", "-Command", command], {
    encoding: "utf8",
  });
  return listing
    .split(/\r?\n/)
    .filter((line) => /^\d/.test(line) && !line.endsWith(" powershell.exe"))
    .map((line) => line.split(" ").map(Number))
    .map(([pid = 0, parent = 0]) => ({ pid, parent, group: pid }));
}

/** The running child processes of this one. */
export function ownChildren(): number[] {
  return runningProcesses()
    .filter(({ parent }) => parent === process.pid)
    .map(({ pid }) => pid);
}

/** Whether a process, or any of the group it leads, runs. */
export function isRunning(pid: number): boolean {
  return runningProcesses().some((process) => process.pid === pid || process.group === pid);
}
