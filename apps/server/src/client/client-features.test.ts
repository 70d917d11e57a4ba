import type { Question } from "@mcp-code-execution/mcp-proxy-registry";
import { expect, it } from "vitest";
import { clientFeatures } from "./client-features.ts";
import type { ClientLink } from "./client-link.ts";

const question: Question = { server: "s", signal: new AbortController().signal, contexts: [] };
const page = { message: "open it", url: "https://example.com/", elicitationId: "1" };

it.each([
  ["that the person opened", async () => ({ action: "accept" }), 1],
  ["that the person declined", async () => ({ action: "decline" }), 0],
  ["that the server withdrew", () => Promise.reject(new Error("withdrawn")), 0],
])("says once that a page is done with %s", async (_, ask, times) => {
  const told: unknown[] = [];
  const client = {
    capabilities: { elicitation: { url: {} } },
    ask,
    tell: (notification: unknown) => void told.push(notification),
  };
  const { elicit } = clientFeatures(client as unknown as ClientLink, {
    callerOf: () => undefined,
    log() {},
  });
  await elicit?.url?.(page, question).catch(() => {});
  for (let turn = 0; turn < 2; turn += 1) elicit?.onUrlDone?.("s", "1");
  expect(told).toHaveLength(times);
});
