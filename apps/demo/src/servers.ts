import { readFileSync } from "node:fs";
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
export function upstreamServers(workspace: Workspace): Record<string, ServerCommand> {
  return {
    filesystem: officialServer("filesystem", [workspace.files], {}),
    memory: officialServer("memory", [], { MEMORY_FILE_PATH: workspace.memoryFile }),
    everything: officialServer("everything", [], {}),
  };

  function officialServer(
    name: string,
    args: string[],
    env: Record<string, string>,
  ): ServerCommand {
    const manifest = require.resolve(`@modelcontextprotocol/server-${name}/package.json`);
    const { bin } = JSON.parse(readFileSync(manifest, "utf8")) as { bin: Record<string, string> };
    return {
      command: process.execPath,
      args: [join(dirname(manifest), bin[`mcp-server-${name}`]!), ...args],
      env: { ...workspace.environment, ...env },
    };
  }
}

/** Our server with `upstream` behind it, on the runtime that every machine has. */
export function bridgeServer(
  workspace: Workspace,
  upstream: Record<string, ServerCommand>,
): ServerCommand {
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
