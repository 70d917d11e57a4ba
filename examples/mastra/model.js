// Stands in for a model: writes the code that a model would write, then repeats what it got back.
import { simulateReadableStream } from "ai";
import { MockLanguageModelV2 } from "ai/test";

const usage = { inputTokens: 0, outputTokens: 0, totalTokens: 0 };
const input = JSON.stringify({ code: "await mcp_everything.get_sum(a=2, b=3)" });

function answer(prompt) {
  const last = prompt.at(-1);
  if (last.role !== "tool") {
    return ["tool-calls", { type: "tool-call", toolCallId: "1", toolName: "run_python", input }];
  }
  return ["stop", { type: "text", text: `It says: ${last.content[0].output.value}` }];
}

export const model = new MockLanguageModelV2({
  async doGenerate({ prompt }) {
    const [finishReason, content] = answer(prompt);
    return { content: [content], finishReason, usage, warnings: [] };
  },
  async doStream({ prompt }) {
    const [finishReason, content] = answer(prompt);
    const text = [
      { type: "text-start", id: "1" },
      { type: "text-delta", id: "1", delta: content.text },
      { type: "text-end", id: "1" },
    ];
    const parts = content.type === "text" ? text : [content];
    const chunks = [
      { type: "stream-start", warnings: [] },
      ...parts,
      { type: "finish", finishReason, usage },
    ];
    return { stream: simulateReadableStream({ chunks }) };
  },
});
