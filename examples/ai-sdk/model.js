// Stands in for a model: writes the code that a model would write, then repeats what it got back.
import { MockLanguageModelV3 } from "ai/test";

const usage = { inputTokens: { total: 0 }, outputTokens: { total: 0 } };
const input = JSON.stringify({ code: "await mcp_everything.get_sum(a=2, b=3)" });

export const model = new MockLanguageModelV3({
  async doGenerate({ prompt }) {
    const last = prompt.at(-1);
    const content =
      last.role === "tool"
        ? { type: "text", text: `It says: ${last.content[0].output.value}` }
        : { type: "tool-call", toolCallId: "1", toolName: "run_python", input };
    const unified = last.role === "tool" ? "stop" : "tool-calls";
    return { content: [content], finishReason: { unified }, usage, warnings: [] };
  },
});
