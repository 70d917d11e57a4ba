import { Agent, run, tool } from "@openai/agents";
import { createBridge, createRunPythonTool } from "mcp-code-execution";
import { model } from "./model.js"; // in your program: the name of a model
import { servers } from "./servers.js";

const bridge = createBridge({ servers });
const { name, description, inputSchema, execute } = createRunPythonTool(bridge);
const schema = { parameters: inputSchema, strict: false };
const runPython = tool({ name, description, ...schema, execute: (input) => execute(input) });

const agent = new Agent({ name: "Analyst", model, tools: [runPython] });
const { finalOutput } = await run(agent, "What is 2 + 3?");
console.log(finalOutput);
await bridge.close();
