import { describe, expect, it } from "vitest";
import { parseMessages } from "./parse-messages.ts";

describe("parseMessages", () => {
  it("reads a message, and every message of a batch", () => {
    const one = { jsonrpc: "2.0", method: "notifications/x" };
    const two = { jsonrpc: "2.0", id: 1, result: { tools: [] } };
    expect(parseMessages(JSON.stringify(one))).toEqual({ messages: [one], rejected: 0 });
    expect(parseMessages(JSON.stringify([one, 5, two]))).toEqual({
      messages: [one, two],
      rejected: 1,
    });
  });

  it.each([
    "",
    "Server started",
    "{",
    "null",
    "7",
    '{"level":"info"}',
    '{"level":30,"msg":"said","id":1}',
    "[1, 2",
  ])("rejects %j without throwing", (line) => {
    const { messages, rejected } = parseMessages(line);
    expect(messages).toEqual([]);
    expect(rejected).toBeGreaterThan(0);
  });

  it("leaves out what an answer has too much", () => {
    for (const error of ["null", '""', "false"]) {
      const line = `{"jsonrpc":"2.0","id":3,"result":{"a":1},"error":${error},"took":5}`;
      expect(parseMessages(line).messages).toEqual([{ jsonrpc: "2.0", id: 3, result: { a: 1 } }]);
    }
  });

  it.each([
    [
      '{"code":"EBAD","message":"bad things","data":5}',
      { code: -32603, message: "bad things", data: 5 },
    ],
    ['{"code":7}', { code: 7, message: "the server's answer is no valid JSON-RPC" }],
    ['"bad things"', { code: -32603, message: "bad things" }],
  ])("keeps what an error says that is not written as one: %s", (written, error) => {
    const line = `{"jsonrpc":"2.0","id":3,"error":${written}}`;
    expect(parseMessages(line)).toEqual({
      messages: [{ jsonrpc: "2.0", id: 3, error }],
      rejected: 0,
    });
  });

  it("makes an error of an answer that cannot be read, so that its call ends", () => {
    expect(parseMessages('{"jsonrpc":"2.0","id":3,"result":"text"}').messages).toMatchObject([
      { id: 3, error: { message: "the server's answer is no valid JSON-RPC" } },
    ]);
  });
});
