import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import type { Workspace } from "./workspace.ts";

/** How a client starts an MCP server over stdio; also the shape of an entry of the bridge's configuration. */
export interface ServerCommand {
  command: string;
  args: string[];
  env: Record<string, string>;
}

const require = createRequire(import.meta.url);

/** The servers of the story by name, each confined to the workspace. */
export function upstreamServers({
  files,
  memoryFile,
  environment,
}: Workspace): Record<string, ServerCommand> {
  const command = process.execPath;
  return {
    filesystem: {
      command,
      args: [require.resolve("@modelcontextprotocol/server-filesystem/dist/index.js"), files],
      env: { ...environment },
    },
    memory: {
      command,
      args: [require.resolve("@modelcontextprotocol/server-memory/dist/index.js")],
      env: { ...environment, MEMORY_FILE_PATH: memoryFile },
    },
    everything: {
      command,
      args: [require.resolve("@modelcontextprotocol/server-everything/dist/index.js")],
      env: { ...environment },
    },
  };
}

/** Our server with `upstream` behind it, on the runtime that every machine has. */
export function bridgeServer(
  workspace: Workspace,
  upstream: Record<string, ServerCommand>,
): ServerCommand {
  // The package exports its library only; the program is beside it.
  const entry = require.resolve("mcp-code-execution");
  return {
    command: process.execPath,
    args: [join(dirname(entry), "..", "dist", "main.js")],
    env: {
      ...workspace.environment,
      MCP_BRIDGE_CONFIG: JSON.stringify({ mcpServers: upstream }),
      MCP_BRIDGE_RUNTIME: "embedded",
    },
  };
}
