// Stands in for a model: writes the code that a model would write, then repeats what it got back.
import { setTracingDisabled } from "@openai/agents";
import {
  assistantMessage,
  functionCall,
  modelResponder,
  ScriptedModel,
} from "@openai/agents/testing";

setTracingDisabled(true);
const input = { code: "await mcp_everything.get_sum(a=2, b=3)" };

export const model = new ScriptedModel([
  [functionCall("run_python", input, { callId: "1" })],
  modelResponder(({ request }) => [
    assistantMessage(`It says: ${request.input.at(-1).output.text}`),
  ]),
]);
