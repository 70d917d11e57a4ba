// The same server without a model: the SDK talks to the API itself, and has no model that stands in for it.
import { createSdkMcpServer, tool } from "@anthropic-ai/claude-agent-sdk";
import { Client } from "@modelcontextprotocol/sdk/client/index.js";
import { InMemoryTransport } from "@modelcontextprotocol/sdk/inMemory.js";
import { createBridge, createRunPythonTool } from "mcp-code-execution";
import { z } from "zod";
import { servers } from "./servers.js";

const bridge = createBridge({ servers });
const { name, description, execute } = createRunPythonTool(bridge);
const shape = { code: z.string(), session: z.string().optional(), timeout: z.number().optional() };
const call = async (input) => ({ content: [{ type: "text", text: await execute(input) }] });
const python = createSdkMcpServer({
  name: "python",
  tools: [tool(name, description, shape, call)],
});

const [near, far] = InMemoryTransport.createLinkedPair();
const client = new Client({ name: "example", version: "1.0.0" });
await Promise.all([python.instance.connect(far), client.connect(near)]);
const code = "await mcp_everything.get_sum(a=2, b=3)";
const { content } = await client.callTool({ name, arguments: { code } });
console.log(`It says: ${content[0].text}`);
await client.close();
await bridge.close();
