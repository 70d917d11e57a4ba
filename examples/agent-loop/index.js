import { createBridge, createRunPythonTool } from "mcp-code-execution";
import { answer } from "./model.js"; // in your program: a request to your model
import { servers } from "./servers.js";

const bridge = createBridge({ servers });
const { name, description, inputSchema, execute } = createRunPythonTool(bridge);

const messages = [{ role: "user", content: "What is 2 + 3?" }];
for (;;) {
  const message = await answer(messages, [{ name, description, inputSchema }]);
  messages.push(message);
  if (!message.call) break;
  messages.push({ role: "tool", content: await execute(message.call.arguments) });
}
console.log(messages.at(-1).content);
await bridge.close();
