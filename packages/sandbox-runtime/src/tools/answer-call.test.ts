import { expect, it } from "vitest";
import type { CallResult } from "../protocol/host-frames.ts";
import { answerCall, type AskedCall } from "./answer-call.ts";
import { KnownSavedTools } from "./known-saved-tools.ts";
import type { ToolHost } from "./tool-host.ts";

const asked: unknown[] = [];
const host = {
  getPrompt(request: unknown) {
    asked.push(request);
    return Promise.resolve({ messages: [] });
  },
} as unknown as ToolHost;

function getPrompt(args: unknown): Promise<CallResult> {
  return new Promise((resolve) => {
    answerCall(
      host,
      {
        id: 1,
        method: "prompts.get",
        params: { server: "s", name: "p", arguments: args },
        cancelSignal: new AbortController().signal,
        answer: resolve,
      } as unknown as AskedCall,
      new KnownSavedTools(),
    );
  });
}

it("the arguments of a prompt are texts, and many that are none are one short error", async () => {
  expect(await getPrompt({ a: "b" })).toMatchObject({ ok: true });
  expect(await getPrompt(undefined)).toMatchObject({ ok: true });
  expect(asked.splice(0)).toEqual([
    { server: "s", name: "p", arguments: { a: "b" } },
    { server: "s", name: "p", arguments: {} },
  ]);
  const many = Object.fromEntries(Array.from({ length: 190_000 }, (_, index) => [`k${index}`, 1]));
  for (const wrong of [many, ["a"], "a", JSON.parse('{"__proto__": "a"}')]) {
    const answer = await getPrompt(wrong);
    expect(answer).toMatchObject({ ok: false, error: { code: "invalid-arguments" } });
    expect(JSON.stringify(answer).length).toBeLessThan(200);
  }
  expect(asked).toEqual([]);
});
