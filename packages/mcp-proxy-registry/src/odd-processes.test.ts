// Servers that are child processes and not quite right: what they say is not lost, and the reason helps.
import { describe, expect, it } from "vitest";
import { textOf } from "../test/test-servers.ts";
import type { Registry, RegistryOptions } from "./registry-types.ts";
import { createRegistry } from "./registry.ts";

/** A right server with one tool, except for what the script changes: `on[method] = (message) => …`. */
const rightServer = `
const write = (message) => process.stdout.write(JSON.stringify({ jsonrpc: "2.0", ...message }) + "\\n");
const results = {
  initialize: ({ protocolVersion }) =>
    ({ protocolVersion, capabilities: { tools: {} }, serverInfo: { name: "odd", version: "1" } }),
  "tools/list": () => ({ tools: [{ name: "work", inputSchema: { type: "object" } }] }),
  "tools/call": () => ({ content: [{ type: "text", text: "worked" }] }),
};
const asUsual = ({ id, method, params }) => id !== undefined && write({ id, result: results[method]?.(params) ?? {} });
const on = {};
require("node:readline").createInterface({ input: process.stdin }).on("line", (line) => {
  const message = JSON.parse(line);
  (on[message.method] ?? asUsual)(message);
});
`;

const start = (script: string, options: RegistryOptions = {}): Registry =>
  createRegistry(
    { odd: { command: process.execPath, args: ["-e", rightServer + script] } },
    options,
  );

describe("a server that is a child process", () => {
  it.each([
    ["writes a byte order mark first", `process.stdout.write("\\uFEFF");`],
    [
      "logs lines of JSON whose ids are like those of requests",
      `on["tools/list"] = (message) => {
        process.stdout.write(JSON.stringify({ level: 30, msg: "listing", id: message.id }) + "\\n");
        asUsual(message);
      };`,
    ],
  ])("is used as any other where it %s", async (_how, script) => {
    await using registry = start(script);
    expect(textOf(await registry.callTool("odd", "work"))).toBe("worked");
  });

  it.each([
    [
      "with a code like one of ours",
      `{ code: -1, message: "bad things" }`,
      "MCP error -1: bad things",
    ],
    [
      "with a code that is text",
      `{ code: "EBAD", message: "bad things" }`,
      "MCP error -32603: bad things",
    ],
    ["as a text", `"bad things"`, "MCP error -32603: bad things"],
  ])("is quoted where it answers by an error %s", async (_how, error, words) => {
    await using registry = start(`on["tools/call"] = ({ id }) => write({ id, error: ${error} });`);
    await expect(registry.callTool("odd", "work")).rejects.toMatchObject({
      code: "call-failed",
      summary: `The call of tool "work" of server "odd" failed: ${words}`,
    });
  });

  it("is told what it wrote instead of a message, and how long it may take", async () => {
    await using registry = start(`process.stdout.write("Ready! ");`, { startupTimeoutMs: 2_000 });
    await expect(registry.listTools("odd")).rejects.toMatchObject({
      summary:
        'Server "odd" did not start: it did not answer within 2 s; what it wrote instead is not MCP',
      message: expect.stringContaining('that is not MCP: Ready! {"jsonrpc"'),
    });
    await using slow = start(`on.initialize = () => {};`, { startupTimeoutMs: 2_000 });
    await expect(slow.listTools("odd")).rejects.toThrow(
      "it did not answer within 2 s; if it needs longer to start, raise its start-up time-out",
    );
  });

  it("is said to be installed still where its command does that first", async () => {
    await using registry = createRegistry(
      { odd: { command: "npx", args: ["-c", `node -e "setInterval(() => {}, 1000)"`] } },
      { startupTimeoutMs: 2_000 },
    );
    await expect(registry.listTools("odd")).rejects.toThrow(
      "it did not answer within 2 s; npx may still be installing it: run its command once by hand, or raise its start-up time-out",
    );
  });
});
