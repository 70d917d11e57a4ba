// The manual that a model or a person reads when the tool's own description is not enough: the only resource here.
import type { Registry } from "@mcp-code-execution/mcp-proxy-registry";
import type { Server } from "@modelcontextprotocol/sdk/server/index.js";
import {
  ErrorCode,
  ListResourcesRequestSchema,
  McpError,
  ReadResourceRequestSchema,
} from "@modelcontextprotocol/sdk/types.js";

const uri = "mcp-code-execution://capabilities";
const mimeType = "text/markdown";

/** Answers the requests for resources. */
export function serveCapabilities(server: Server, registry: Registry): void {
  server.setRequestHandler(ListResourcesRequestSchema, () => ({
    resources: [{ uri, name: "capabilities", title: "How to use run_python", mimeType }],
  }));

  server.setRequestHandler(ReadResourceRequestSchema, ({ params }) => {
    if (params.uri !== uri) {
      throw new McpError(
        ErrorCode.InvalidParams,
        `There is no resource ${params.uri}. The only one is ${uri}.`,
      );
    }
    return { contents: [{ uri, mimeType, text: manual(registry) }] };
  });
}

function manual(registry: Registry): string {
  const servers = registry.servers.map(
    ({ name, alias, description }) =>
      `- ${name} (mcp_${alias})${description ? `: ${description}` : ""}`,
  );
  return `# run_python

Runs Python in a sandbox and returns what it prints, and the value of the last expression.
Arguments: code; session (a name: each has its own variables and files); timeout (seconds).

## Servers

${servers.length > 0 ? servers.join("\n") : "None is configured."}

## Finding tools

from mcp import runtime
await runtime.discovered_servers()                        # names
await runtime.search_tool_docs("create issue", limit=5)   # [{server, tool, description, score, signature}]
await runtime.query_tool_docs("github")                   # {tool: {description, signature, inputSchema}}; printed, a line for each
await runtime.query_tool_docs("github", "create_issue")   # one of them

## Calling tools

await mcp_servers["github"].call_tool("create_issue", {"title": "x"})
await mcp_github.create_issue(title="x")
from mcp.servers.github import create_issue
await runtime.call_tool("github", "create_issue", {"title": "x"})

Names that are no Python names have an alias (my-server: mcp_my_server); call_tool takes the original name.
An argument named like a Python keyword is written with an underscore: from_.
Several calls at once: await asyncio.gather(call1, call2).
call_tool(..., on_progress=f, on_log=g) calls f({progress, total, message}) and g({level, logger, data}) meanwhile.

## Beside tools

await runtime.describe_server("github")                   # {title, version, instructions, capabilities, ...}
await runtime.list_resources("github")                    # [{uri, name, ...}]; list_resource_templates("github")
await runtime.read_resource("github", uri)                # text as str, anything else an object
await runtime.list_prompts("github")                      # [{name, arguments, ...}]
await runtime.get_prompt("github", name, {"topic": "x"})  # {description, messages: [{role, content}]}

## Results

Structured content arrives as dict or list, text as str, JSON text parsed, several blocks as a list, nothing as None.
Images and files are objects: display(x) shows an image, x.save(path) keeps it, await link.read() follows a link. call_tool(..., raw=True) gives the whole answer.
A call that the configuration or a person does not allow raises CallRefusedError; it is not to be tried another way.
A tool that reports an error raises ToolCallError; every error is an MCPError (from mcp import MCPError).

## Saved tools

await runtime.save_tool(func)             # keeps a function for every later session; overwrite=True replaces one
await runtime.list_saved_tools()          # [{name, description, signature}]
from saved import func
await runtime.remove_saved_tool("func")

## State

Variables, imports and files in /workspace and /tmp stay for the next run of the session.
A run that times out is interrupted and keeps its state; a note says when state was lost.
Long output is cut in the middle; the note there names the file that has all of it.
There is no network and no access to the host: everything outside goes through the servers' tools.
`;
}
