// What each fault of an upstream server is in Python. The registry's own tests have every transport; the way from there
// to Python is the same for all.
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, it } from "vitest";
import { connect, textOf, type Connection } from "./fixtures/connect.ts";

const program = fileURLToPath(
  new URL("../../../packages/mcp-proxy-registry/test/fixtures/faulty-server.mjs", import.meta.url),
);
const faulty = (fault: string, timeout = 60) => ({
  command: process.execPath,
  args: [program, "stdio", fault],
  timeout,
});

const errors: Record<string, string> = {
  "crash-at-start": "ServerUnavailableError start-failed",
  "crash-in-call": "ServerUnavailableError server-crashed",
  hang: "ToolTimeoutError call-timeout",
  garbage: "ToolCallError invalid-answer",
  huge: "ToolCallError invalid-answer",
  "slow-drip": "ToolTimeoutError call-timeout",
  "wrong-result": "ToolCallError invalid-answer",
};
const silent = new Set(["hang", "garbage", "slow-drip"]);

let connection: Connection;
beforeAll(async () => {
  connection = await connect({
    servers: {
      healthy: faulty("none"),
      ...Object.fromEntries(
        Object.keys(errors).map((fault) => [fault, faulty(fault, silent.has(fault) ? 2 : 60)]),
      ),
    },
  });
});
afterAll(() => connection?.[Symbol.asyncDispose]());

it("each is an error of its own, and the next call of a healthy server works", async () => {
  const result = await connection.run(`
from mcp import MCPError
seen = {}
for name in ${JSON.stringify(Object.keys(errors))}:
    try: await mcp_servers[name].call_tool("work", {"message": "m"})
    except MCPError as error: seen[name] = f"{type(error).__name__} {error.code}"
    assert await mcp_healthy.work(message="m") == "done"
json.dumps(seen)`);
  expect(result.isError, textOf(result)).toBe(false);
  const value = String(result.structuredContent?.["value"]);
  expect(JSON.parse(value.slice(1, -1))).toEqual(errors);
});
