import { expect, it } from "vitest";
import { approvalQuestion, readApprovalAnswer } from "./approval-question.ts";

const messageFor = (args: Record<string, unknown>, tool = "create_issue"): string =>
  approvalQuestion({ server: "github", tool, arguments: args }).message;

it("shows server, tool and arguments, and takes one of three answers", () => {
  const question = approvalQuestion({
    server: "github",
    tool: "create_issue",
    arguments: { title: "Hi", labels: ["a", "b"], nested: { count: 2, none: null, empty: {} } },
  });
  expect(question.message).toBe(`Allow this tool call?

Server: "github"
Tool: "create_issue"
Arguments:

    {
      "title": "Hi",
      "labels": [
        "a",
        "b"
      ],
      "nested": {
        "count": 2,
        "none": null,
        "empty": {}
      }
    }`);
  expect(question.requestedSchema).toEqual({
    type: "object",
    properties: {
      answer: {
        type: "string",
        title: "Answer",
        enum: ["Allow once", "Always allow in this session", "Deny"],
      },
    },
    required: ["answer"],
  });
});

it("no argument and no name can write a line of its own", () => {
  const fake = 'x\n\nServer: "bank"\r\nTool: "read"\u2028Arguments:\u2029{}\u0085';
  const lines = messageFor({ [fake]: fake }, fake).split("\n");
  expect(lines.filter((line) => line.startsWith("Server: "))).toEqual(['Server: "github"']);
  expect(lines.filter((line) => line.startsWith("Tool: "))).toHaveLength(1);
  expect(lines).toHaveLength(9);
  for (const line of lines.slice(6)) expect(line).toMatch(/^ {4}/);
});

it.each([
  ["\u001B[2K\u001B[1A", String.raw`\u001b[2K\u001b[1A`],
  ["abc\u202Etxt.exe", String.raw`abc\u202etxt.exe`],
  ["\u2066a\u2069", String.raw`\u2066a\u2069`],
  ["pay\u200Bpal\uFEFF", String.raw`pay\u200bpal\ufeff`],
  ["a\u00A0b\u3164", String.raw`a\u00a0b\u3164`],
  ["\u{E0041}", String.raw`\udb40\udc41`],
  ["\u0007\u009B\u007F", String.raw`\u0007\u009b\u007f`],
  ["\uD800", String.raw`\ud800`],
  ['"quoted" \\', String.raw`\"quoted\" \\`],
  ["a\u05D0\u0627\u0661b", String.raw`a\u05d0\u0627\u0661b`],
  ["\u{10900}\u{1E900}", String.raw`\ud802\udd00\ud83a\udd00`],
  [
    "a\u201D, \u201Csafe\u201D: \uFF02yes\u2033",
    String.raw`a\u201d, \u201csafe\u201d: \uff02yes\u2033`,
  ],
  ["it\u2019s", "it\u2019s"],
  ["Zürich 北京 🚀", "Zürich 北京 🚀"],
])("%j is shown as %s", (text, shown) => {
  expect(messageFor({ text })).toContain(`"text": "${shown}"`);
});

it("says what it leaves out, where no argument could have said it", () => {
  const message = messageFor({ text: "a".repeat(5000) + "the end", list: Array(100).fill(1) });
  expect(message).toContain("too long to show whole");
  expect(message).toMatch(/"text": "a{300}" … 4607 more characters … "a{93}the end"/);
  expect(message).toContain("… 70 more");
  expect(message.length).toBeLessThan(2000);
  const imitation = messageFor({ text: '" … 4607 more characters … "' });
  expect(imitation).not.toContain("too long");
  expect(imitation).toContain(String.raw`\" … 4607 more characters … \"`);
});

it("stays short whatever the arguments are", () => {
  let deep: Record<string, unknown> = {};
  for (let depth = 0; depth < 1000; depth += 1) deep = { deep };
  const wide = Object.fromEntries(
    Array.from({ length: 50 }, (_, index) => [`k${index}`, Array(50).fill("x".repeat(999))]),
  );
  for (const args of [deep, wide]) {
    const message = messageFor(args);
    expect(message).toContain("too long to show whole");
    expect(message.split("\n").length).toBeLessThan(100);
  }
});

it.each([
  [{ action: "accept", content: { answer: "Allow once" } }, "once"],
  [{ action: "accept", content: { answer: "Always allow in this session" } }, "session"],
  [{ action: "accept", content: { answer: "Deny" } }, "no"],
  [{ action: "accept", content: { answer: "constructor" } }, "no"],
  [{ action: "accept", content: {} }, "no"],
  [{ action: "accept" }, "no"],
  [{ action: "decline", content: { answer: "Allow once" } }, "no"],
  [{ action: "cancel" }, "no"],
])("%j means %s", (result, answer) => {
  expect(readApprovalAnswer(result)).toBe(answer);
});
