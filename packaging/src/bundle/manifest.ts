import type { Platform } from "./platforms.ts";

/** The bundle's entry: see `start.mjs`. */
export const entryPoint = "server/start.mjs";

// What Claude Desktop asks the user, and the variable that the answer goes to.
const settings = [
  {
    name: "servers",
    variable: "MCP_BRIDGE_CONFIG",
    type: "file",
    title: "File with your MCP servers",
    description:
      "A JSON file with an mcpServers object. Without it, the servers of Claude Desktop's own configuration are used.",
    default: "",
  },
  {
    name: "runtime",
    variable: "MCP_BRIDGE_RUNTIME",
    type: "string",
    title: "Sandbox",
    description:
      "embedded needs nothing installed. podman and docker run any image; auto takes the first of podman, docker and embedded that is ready.",
    default: "embedded",
  },
  {
    name: "image",
    variable: "MCP_BRIDGE_IMAGE",
    type: "string",
    title: "Container image",
    description:
      "For podman and docker: any image that has python3. Leave it empty for the default.",
    default: "",
  },
  {
    name: "output_mode",
    variable: "MCP_BRIDGE_OUTPUT_MODE",
    type: "string",
    title: "Output",
    description: "How results are written: compact, toon or json.",
    default: "compact",
  },
  {
    name: "timeout",
    variable: "MCP_BRIDGE_TIMEOUT",
    type: "number",
    title: "Time limit",
    description: "Seconds that one run of code may take.",
    default: 300,
    min: 1,
    max: 86_400,
  },
  {
    name: "memory_limit",
    variable: "MCP_BRIDGE_MEMORY_LIMIT",
    type: "string",
    title: "Memory limit",
    description: "Memory of a sandbox, such as 512m or 2g.",
    default: "512m",
  },
  {
    name: "ask",
    variable: "MCP_BRIDGE_ASK",
    type: "string",
    title: "Ask before tool calls",
    description: "never, destructive (tools that do not say they are harmless) or always.",
    default: "never",
  },
] as const;

/** The manifest of a bundle for one platform, as version 0.3 of its specification wants it. */
export function createManifest(version: string, { os }: Platform): object {
  return {
    manifest_version: "0.3",
    name: "mcp-code-execution",
    display_name: "Code execution",
    version,
    description: "One tool, run_python, in front of every MCP server you use",
    long_description:
      "The model writes Python that finds, calls and combines the tools of all your MCP servers, in a sandbox with a memory. " +
      "Only what the code prints comes back, so that tool definitions and intermediate results stay out of the conversation.",
    author: { name: "mcp-code-execution", url: "https://github.com/elusznik/mcp-code-execution" },
    repository: { type: "git", url: "https://github.com/elusznik/mcp-code-execution" },
    support: "https://github.com/elusznik/mcp-code-execution/issues",
    license: "MIT",
    keywords: ["mcp", "python", "sandbox", "code execution"],
    server: {
      type: "node",
      entry_point: entryPoint,
      mcp_config: {
        command: "node",
        args: [`\${__dirname}/${entryPoint}`],
        env: Object.fromEntries(
          settings.map(({ name, variable }) => [variable, `\${user_config.${name}}`]),
        ),
      },
    },
    tools: [{ name: "run_python", description: "Runs Python that can call every MCP tool" }],
    compatibility: { platforms: [os], runtimes: { node: ">=20.19.0" } },
    user_config: Object.fromEntries(
      settings.map(({ name, variable: _variable, ...setting }) => [
        name,
        { ...setting, required: false },
      ]),
    ),
  };
}
