import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { Client } from "@modelcontextprotocol/sdk/client/index.js";
import { StdioClientTransport } from "@modelcontextprotocol/sdk/client/stdio.js";
import { commandLine } from "./process-usage.mjs";

const require = createRequire(import.meta.url);
const benchServerPath = fileURLToPath(new URL("../servers/bench-server.mjs", import.meta.url));
const leastServerPath = fileURLToPath(new URL("../servers/least/server.mjs", import.meta.url));
const largeServerPath = fileURLToPath(new URL("../servers/large-server.mjs", import.meta.url));

/** The program that users start. */
const serverProgram = join(dirname(require.resolve("mcp-code-execution")), "main.js");

/** How a client starts the server whose tools are measured. */
export function benchServer(...args) {
  return { command: process.execPath, args: [benchServerPath, ...args.map(String)] };
}

/** Whether this process was started by `benchServer`. */
export function isBenchServer(pid) {
  return commandLine(pid).includes(benchServerPath);
}

/** How a client starts the server that accepts and returns large values. */
export function largeServer() {
  return { command: process.execPath, args: [largeServerPath] };
}

export function filesystemServer(folder) {
  const program = require.resolve("@modelcontextprotocol/server-filesystem/dist/index.js");
  return { command: process.execPath, args: [program, folder] };
}

/** How a client starts the minimal server of our kind in front of that upstream server. */
export function leastServer(runtime, upstream) {
  const args = [leastServerPath, runtime, ...(upstream ? [JSON.stringify(upstream)] : [])];
  return { command: process.execPath, args };
}

/** How a client starts our server in front of `servers`. */
export function ourServer(runtime, servers = {}, settings = {}) {
  return {
    command: process.execPath,
    args: [serverProgram],
    env: {
      ...process.env,
      MCP_BRIDGE_RUNTIME: runtime,
      MCP_BRIDGE_CONFIG: JSON.stringify({ servers }),
      ...settings,
    },
  };
}

/**
 * Starts a server and shakes hands with it. `text(tool, args)` calls and gives the text of the answer; an error of the
 * tool is an error here.
 */
export async function connect(server) {
  const transport = new StdioClientTransport({ env: process.env, ...server, stderr: "ignore" });
  const client = new Client({ name: "mcp-code-execution-bench", version: "0.0.0" });
  await client.connect(transport);
  const options = { timeout: 600_000 };
  return {
    client,
    pid: transport.pid,
    async text(name, args = {}) {
      const { content, isError } = await client.callTool(
        { name, arguments: args },
        undefined,
        options,
      );
      const text = content.map((block) => block.text ?? "").join("\n");
      if (isError) throw new Error(`${name} failed: ${text}`);
      return text;
    },
    run(code, more = {}) {
      return this.text("run_python", { code, ...more });
    },
    [Symbol.asyncDispose]: () => client.close(),
  };
}
