// The tool as a client sees it: input, results, sessions.
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { CallToolResultSchema } from "@modelcontextprotocol/sdk/types.js";
import { connect, textOf, type Connection } from "./fixtures/connect.ts";
import { fixture } from "./fixtures/upstream-servers.ts";

let connection: Connection;

beforeAll(async () => {
  connection = await connect({
    servers: { meeting: fixture("meeting-server") },
    environment: { MCP_BRIDGE_TIMEOUT: "50" },
  });
});
afterAll(() => connection?.[Symbol.asyncDispose]());

describe("a result", () => {
  it("is text for the model, and the same facts as structured content", async () => {
    const result = await connection.run(
      "import sys\nprint('out')\nprint('err', file=sys.stderr)\n6 * 7",
    );
    expect(result).toEqual({
      content: [{ type: "text", text: "out\n[stderr]\nerr\n[value]\n42" }],
      structuredContent: { status: "ok", stdout: "out\n", stderr: "err\n", value: "42" },
      isError: false,
    });
  });

  it("of a run that fails has what was printed, the traceback of user code alone, and isError", async () => {
    const result = await connection.run("print('before')\ndef half(x):\n    return 1 / x\nhalf(0)");
    expect(result.isError).toBe(true);
    expect(textOf(result)).toMatch(
      /^before\nTraceback \(most recent call last\):\n  File "<cell \d+>", line 4, in <module>\n    half\(0\)/,
    );
    expect(textOf(result)).toMatch(/ZeroDivisionError: division by zero$/);
    expect(textOf(result)).not.toContain("kernel");
    expect(result.structuredContent).toMatchObject({
      status: "error",
      stdout: "before\n",
      error: { type: "ZeroDivisionError", message: "division by zero" },
    });
  });

  it("of code that does not parse says where", async () => {
    const result = await connection.run("x = 1\nif x\n    print(x)");
    expect(result.isError).toBe(true);
    expect(textOf(result)).toMatch(/line 2[\s\S]*SyntaxError: expected ':'/);
  });

  it("of a run that takes too long has what was printed; the state stays", async () => {
    const result = await connection.run(
      "state = 'kept'\nprint('before', flush=True)\nwhile True: pass",
      { timeout: 1 },
    );
    expect(result.isError).toBe(true);
    expect(textOf(result)).toMatch(
      /^before\n\[timed out after 1 s: variables and files are kept\]\n\[a run may be given up to \d+ s here\]/,
    );
    expect(result.structuredContent).toMatchObject({ status: "timeout", stdout: "before\n" });
    expect(textOf(await connection.run("state"))).toBe("'kept'");
  });

  it("of a run whose tool call hangs says so, and the call is cancelled", async () => {
    // The server's own start is no part of the two seconds.
    expect(textOf(await connection.run("await mcp_meeting.abandoned()"))).toBe("'0'");
    const result = await connection.run(
      "print('before')\nawait mcp_meeting.meet(place='nobody comes', of=2)",
      { timeout: 2 },
    );
    expect(result.structuredContent).toMatchObject({ status: "timeout", stdout: "before\n" });
    await expect
      .poll(async () => textOf(await connection.run("await mcp_meeting.abandoned()")))
      .toBe("'1'");
  });

  it("of a run whose sandbox died has what was printed, and the next one says what is gone", async () => {
    const session = "dies";
    await connection.run("state = 1", { session });
    const result = await connection.run("print('last')\nimport os\nos._exit(3)", { session });
    expect(result.isError).toBe(true);
    expect(result.structuredContent).toMatchObject({
      status: "lost",
      stdout: "last\n",
      error: { type: "SandboxError" },
    });
    const next = await connection.run("'state' in globals()", { session });
    expect(textOf(next)).toMatch(/^False\n\[Variables and files of earlier runs are gone: /);
  });

  it("that is too long is cut, says so, and says where the whole is", async () => {
    const result = await connection.run("for n in range(20_000): print(f'line {n}')");
    expect(result.isError).toBe(false);
    expect(textOf(result).length).toBeLessThan(60_000);
    expect(textOf(result)).toMatch(/^line 0\n/);
    expect(textOf(result)).toMatch(/line 19999$/);
    const [, path] = /the whole output is in (\S+):/.exec(textOf(result)) ?? [];
    const whole = await connection.run(`len(open(${JSON.stringify(path)}).read().splitlines())`);
    expect(textOf(whole)).toBe("20000");
  });

  it("that says nothing is not empty", async () => {
    expect(textOf(await connection.run("x = 1"))).toBe("(no output)");
    expect(textOf(await connection.run(""))).toBe("(no output)");
  });
});

describe("input that does not fit", () => {
  it.each([
    ["no code", {}, /run_python takes code \(str\)[\s\S]*code/],
    ["code that is no text", { code: 1 }, /run_python takes code \(str\)[\s\S]*code/],
    ["a time-out of nothing", { code: "1", timeout: 0 }, /timeout \(seconds\)[\s\S]*timeout/],
    ["a session that is no text", { code: "1", session: 1 }, /session \(str\)[\s\S]*session/],
    [
      "a time-out above the setting",
      { code: "1", timeout: 51 },
      /^timeout is 51, but a run may take 50 s at most: pass less, or raise MCP_BRIDGE_TIMEOUT\.$/,
    ],
  ])("%s gives a sentence that says what to do", async (_, args, sentence) => {
    const result = await call("run_python", args);
    expect(result.isError).toBe(true);
    expect(textOf(result)).toMatch(sentence);
  });

  it("is taken for none where a client sends what is not given as null or empty", async () => {
    await connection.run("kept = 'in the default session'");
    for (const nothing of [null, "", " "]) {
      const result = await call("run_python", { code: "kept", session: nothing, timeout: nothing });
      expect(textOf(result)).toBe("'in the default session'");
    }
  });

  it("the name of another tool is an error that names the only one", async () => {
    await expect(call("create_issue", {})).rejects.toThrow(
      'There is no tool "create_issue" here. The only one is run_python',
    );
  });
});

describe("sessions", () => {
  it("are separate by name, the default one included", async () => {
    await connection.run("who = 'default'");
    await connection.run("who = 'other'\nopen('/tmp/mine', 'w').write('x')", { session: "other" });
    expect(textOf(await connection.run("import os\nwho, os.path.exists('/tmp/mine')"))).toBe(
      "('default', False)",
    );
    expect(textOf(await connection.run("who", { session: "other" }))).toBe("'other'");
    expect(textOf(await connection.run("who", { session: "default" }))).toBe("'default'");
  });

  it("run side by side: two requests in flight meet", async () => {
    const meet = "await mcp_meeting.meet(place='two sessions', of=2)";
    const results = await Promise.all([
      connection.run(meet),
      connection.run(meet, { session: "other" }),
    ]);
    expect(results.map((result) => textOf(result))).toEqual([
      "'somebody met 1'",
      "'somebody met 1'",
    ]);
  });

  it("take the requests of one session in order", async () => {
    await connection.run("seen = []");
    await Promise.all(
      [1, 2, 3].map((n) => connection.run(`await asyncio.sleep(0.02)\nseen.append(${n})`)),
    );
    expect(textOf(await connection.run("seen"))).toBe("[1, 2, 3]");
  });
});

it("shows images as image content, with their text", async () => {
  const result = await connection.run(`
import base64
class Dot:
    def _repr_png_(self): return base64.b64decode("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==")
print("a dot")
Dot()`);
  expect(result.content).toEqual([
    { type: "text", text: "a dot" },
    { type: "image", mimeType: "image/png", data: expect.stringMatching(/^iVBORw0KGgo/) },
  ]);
  expect(result.structuredContent).toEqual({
    status: "ok",
    stdout: "a dot\n",
    images: ["image/png"],
  });
});

function call(name: string, args: Record<string, unknown>): ReturnType<Connection["run"]> {
  const params = { name, arguments: args };
  return connection.client.request({ method: "tools/call", params }, CallToolResultSchema);
}
