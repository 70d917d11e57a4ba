import { expect, it } from "vitest";
import {
  forwardedMessage,
  forwardedPage,
  forwardedSampling,
  forwardedSchema,
} from "./forwarded-question.ts";

it("a server's words stand under its name, and nothing in them hides", () => {
  expect(forwardedMessage("github", "Your name?\nIn full, \u001B[1mplease\u202E.")).toBe(
    'The MCP server "github" asks:\n\n> Your name?\n> In full, \\u001b[1mplease\\u202e.',
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

it("titles and descriptions of a form show as they are, and its values stay", () => {
  const schema = {
    type: "object",
    properties: {
      title: { type: "string", title: "a\u202Eb", description: "c\u200Bd", default: "e\u200Bf" },
      pick: { oneOf: [{ const: "\u200B", title: "g\u001Bh" }], enumNames: ["i\u2066"] },
    },
  };
  expect(forwardedSchema(schema)).toEqual({
    type: "object",
    properties: {
      title: {
        type: "string",
        title: "a\\u202eb",
        description: "c\\u200bd",
        default: "e\u200Bf",
      },
      pick: { oneOf: [{ const: "\u200B", title: "g\\u001bh" }], enumNames: ["i\\u2066"] },
    },
  });
});

it.each([
  ["https://example.com/x?y=1", "https://example.com/x?y=1"],
  ["http://localhost:8080", "http://localhost:8080/"],
  ["  https:\\\\example.com\\x ", "https://example.com/x"],
  ["https://ex\u0430mple.com/", "https://xn--exmple-4nf.com/"],
  ["https://example.com@other.test/", undefined],
  ["https://:example.com@other.test/", undefined],
  ["file:///etc/passwd", undefined],
  ["javascript:alert(1)", undefined],
  ["\tjava\nscript:alert(1)", undefined],
  ["vscode://settings", undefined],
  ["https://example.com/\u202Egpj.exe", undefined],
  ["example.com", undefined],
])("of the address %j is forwarded: %s", (url, forwarded) => {
  expect(forwardedPage(url)).toBe(forwarded);
});
