import { Agent } from "@mastra/core/agent";
import { createTool } from "@mastra/core/tools";
import { createBridge, createRunPythonTool } from "mcp-code-execution";
import { z } from "zod";
import { model } from "./model.js"; // in your program: any model that Mastra knows
import { servers } from "./servers.js";

const bridge = createBridge({ servers });
const { name: id, description, execute } = createRunPythonTool(bridge);
const inputSchema = z.object({ code: z.string(), session: z.string().optional() });
const call = ({ context }) => execute(context);
const tools = { [id]: createTool({ id, description, inputSchema, execute: call }) };

const agent = new Agent({ name: "analyst", instructions: "Use run_python.", model, tools });
console.log((await agent.generate("What is 2 + 3?")).text);
await bridge.close();
