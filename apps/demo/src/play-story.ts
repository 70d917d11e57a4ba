import { CallToolResultSchema } from "@modelcontextprotocol/sdk/types.js";
import type { Connection } from "./connect.ts";
import { countTokens } from "./count-tokens.ts";
import { DemoError } from "./demo-error.ts";
import type { Printer } from "./print.ts";
import type { Step } from "./story.ts";

/** Tokens of what passed between the model and run_python. */
export interface StoryCost {
  written: number;
  read: number;
}

// A first run may have to wait for the sandbox on a machine with other work.
const requestTimeoutMs = 120_000;

/** Plays the steps one after the other in one session. Throws at the first that ends otherwise than it says. */
export async function playStory(
  story: readonly Step[],
  bridge: Connection,
  print: Printer,
  signal: AbortSignal,
): Promise<StoryCost> {
  const cost: StoryCost = { written: 0, read: 0 };
  for (const [index, step] of story.entries()) {
    const code = step.code.trim();
    print.heading(`${index + 1}. ${step.title}`);
    print.code(code);
    const answer = await runPython(bridge, code, signal);
    print.result(answer.text);
    checkStep(step, answer, bridge.log());
    cost.written += countTokens(code);
    cost.read += countTokens(answer.text);
  }
  return cost;
}

interface Answer {
  status: unknown;
  text: string;
}

async function runPython(bridge: Connection, code: string, signal: AbortSignal): Promise<Answer> {
  const request = { name: "run_python", arguments: { code } };
  const result = await bridge.client
    .callTool(request, CallToolResultSchema, { signal, timeout: requestTimeoutMs })
    .catch((cause: unknown) => {
      throw new DemoError(
        "server-failed",
        `run_python did not answer (${(cause as Error).message}). The server's log:\n${bridge.log()}`,
        { cause },
      );
    });
  const { content, structuredContent } = CallToolResultSchema.parse(result);
  return {
    status: structuredContent?.["status"],
    text: content
      .map((block) => (block.type === "text" ? block.text : `[${block.type}]`))
      .join("\n"),
  };
}

function checkStep({ title, expect }: Step, { status, text }: Answer, log: string): void {
  const fail = (expected: string): never => {
    throw new DemoError(
      "step-failed",
      `The step "${title}" should have ${expected}; what it got is above. The server's log:\n${log}`,
    );
  };
  if (status !== expect.status) {
    fail(`ended with the status ${expect.status}, not ${String(status)}`);
  }
  for (const words of expect.says) {
    if (!text.includes(words)) fail(`got a result with ${JSON.stringify(words)} in it`);
  }
}
