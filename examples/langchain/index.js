import { createAgent, tool } from "langchain";
import { createBridge, createRunPythonTool } from "mcp-code-execution";
import { model } from "./model.js"; // in your program: any chat model of LangChain
import { servers } from "./servers.js";

const bridge = createBridge({ servers });
const { name, description, inputSchema, execute } = createRunPythonTool(bridge);
const runPython = tool((input) => execute(input), { name, description, schema: inputSchema });

const agent = createAgent({ model, tools: [runPython] });
const { messages } = await agent.invoke({ messages: "What is 2 + 3?" });
console.log(messages.at(-1).content);
await bridge.close();
