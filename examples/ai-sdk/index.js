import { generateText, jsonSchema, stepCountIs, tool } from "ai";
import { createBridge, createRunPythonTool } from "mcp-code-execution";
import { model } from "./model.js"; // in your program: any model of the AI SDK
import { servers } from "./servers.js";

const bridge = createBridge({ servers });
const { description, inputSchema, execute } = createRunPythonTool(bridge);
const run_python = tool({ description, inputSchema: jsonSchema(inputSchema), execute });

const settings = { model, tools: { run_python }, stopWhen: stepCountIs(5) };
const { text } = await generateText({ ...settings, prompt: "What is 2 + 3?" });
console.log(text);
await bridge.close();
