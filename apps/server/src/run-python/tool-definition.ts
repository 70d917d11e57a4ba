import type { Tool } from "@modelcontextprotocol/sdk/types.js";

// Every word here is paid for in every conversation: the whole `tools` array is at most 200 tokens (o200k_base),
// whatever is configured behind it.
const description = `Run Python in a persistent sandbox: variables, imports and files stay. Only prints and the last value come back. Top-level await works. The tools of all MCP servers are called from here:
from mcp import runtime
await runtime.discovered_servers()
await runtime.search_tool_docs("what to do", limit=5)  # server, tool, signature
await runtime.query_tool_docs("server", "tool")  # schema
await mcp_servers["server"].call_tool("tool", {"arg": 1})  # or mcp_server.tool(arg=1)`;

/** The tool as clients see it. */
export const runPythonTool: Tool = {
  name: "run_python",
  description,
  inputSchema: {
    type: "object",
    properties: {
      code: { type: "string" },
      session: { type: "string" },
      timeout: { type: "number", description: "seconds" },
    },
    required: ["code"],
  },
};
