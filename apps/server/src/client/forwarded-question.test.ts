import { expect, it } from "vitest";
import { forwardedMessage, forwardedSampling } from "./forwarded-question.ts";

it("a server's words stand under its name, and nothing in them hides", () => {
  expect(forwardedMessage("github", "Your name?\nIn full, \u001B[1mplease\u202E.")).toBe(
    'The MCP server "github" asks:\n\nYour name?\nIn full, \\u001b[1mplease\\u202e.',
  );
  expect(forwardedMessage("github", "x".repeat(10_005))).toMatch(/x\n… 5 more characters$/);
});

it("a server's question to the model names it, and keeps what is meant for the model", () => {
  const messages = [{ role: "user", content: { type: "text", text: "hi" } }];
  expect(
    forwardedSampling("github", {
      messages,
      maxTokens: 5,
      systemPrompt: "Be brief.",
      includeContext: "allServers",
      task: { ttl: 1 },
      _meta: { progressToken: 7 },
    }),
  ).toEqual({
    messages,
    maxTokens: 5,
    systemPrompt: 'The MCP server "github" asks for this message.\n\nBe brief.',
  });
  expect(forwardedSampling("github", { messages, maxTokens: 5 })).toMatchObject({
    systemPrompt: 'The MCP server "github" asks for this message.',
  });
});
