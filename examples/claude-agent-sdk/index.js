import { createSdkMcpServer, query, tool } from "@anthropic-ai/claude-agent-sdk";
import { createBridge, createRunPythonTool } from "mcp-code-execution";
import { z } from "zod";
import { servers } from "./servers.js";

const bridge = createBridge({ servers });
const { name, description, execute } = createRunPythonTool(bridge);
const shape = { code: z.string(), session: z.string().optional() };
const call = async (input) => ({ content: [{ type: "text", text: await execute(input) }] });
const tools = [tool(name, description, shape, call)];
const python = createSdkMcpServer({ name: "python", tools });

const options = { mcpServers: { python }, allowedTools: ["mcp__python__run_python"] };
for await (const message of query({ prompt: "What is 2 + 3?", options }))
  if (message.type === "result") console.log(message.result);
await bridge.close();
