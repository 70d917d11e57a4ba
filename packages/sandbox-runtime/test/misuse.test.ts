// What a program in JavaScript may get wrong: it is told what, and nothing else breaks.
import { getEventListeners } from "node:events";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  buildImage,
  createHeldBytes,
  createSandboxRuntime,
  endSandboxes,
  pullImage,
  inspectRuntime,
  listSandboxes,
  type SandboxRuntime,
  type SandboxRuntimeOptions,
} from "@mcp-code-execution/sandbox-runtime";

const wrong = (value: unknown): never => value as never;

const withHost = (parts: Record<string, unknown>): SandboxRuntimeOptions => ({
  runtime: "embedded",
  timeoutMs: 20_000,
  host: {
    listServers: () => [{ name: "shop", alias: "shop" }],
    callTool: async () => ({ content: [] }),
    searchTools: async () => [],
    describeTools: async () => ({}),
    ...parts,
  },
});

describe("options", () => {
  it.each<[string, unknown, RegExp]>([
    ["no object", null, /options are null/],
    ["a string", "embedded", /options are "embedded": they must be an object/],
    ["half a warm sandbox", { warm: 1.5 }, /warm is 1\.5: it must be a whole number from 0/],
    ["a time with a unit", { timeoutMs: "5s" }, /timeoutMs is "5s": it must be a positive number/],
    ["an idle time with a unit", { idleTimeoutMs: "1h" }, /idleTimeoutMs is "1h"/],
    ["megabytes for bytes", { memoryLimitBytes: 512 }, /is 512: it is a number of bytes, .*32 MiB/],
    ["memory in words", { memoryLimitBytes: "512m" }, /memoryLimitBytes is "512m": .* positive/],
    ["fewer processes than Python's", { pidsLimit: 1 }, /pidsLimit is 1: it must be at least 8/],
    ["a listener that is none", { onStatus: true }, /onStatus is true: it must be a function/],
    ["a name of a user", { containerUser: "nobody" }, /containerUser is "nobody".* or "each"/],
    [
      "a number for what is held",
      { held: 2 ** 28 },
      /held is .* the result of createHeldBytes\(\)/,
    ],
    ["a driver without a start", { driver: {} }, /driver has no method start/],
    ["a host in part", { host: { callTool() {} } }, /host has no method listServers, searchTools/],
    ["no host", { host: null }, /host has no method listServers/],
    ["a misspelt limit", { memoryLimit: 2 ** 28 }, /no option memoryLimit\. .* memoryLimitBytes, /],
  ])("%s", async (_, options, message) => {
    await expect(createSandboxRuntime(wrong(options))).rejects.toMatchObject({
      name: "SandboxError",
      code: "invalid-options",
      message: expect.stringMatching(message),
    });
  });

  it("what is held has a number of bytes for its limit", () => {
    expect(() => createHeldBytes(wrong("512m"))).toThrow(
      'The number of bytes is "512m": it must be a positive number.',
    );
  });

  it.each<[string, () => Promise<unknown>, RegExp]>([
    ["a runtime that is unknown", () => inspectRuntime(wrong("dokcer")), /runtime is "dokcer"/],
    ["no runtime", () => inspectRuntime(wrong(undefined)), /must be "podman", "docker" or "embed/],
    ["no engine to list", () => listSandboxes(wrong(undefined)), /engine is undefined/],
    ["no engine to end", () => endSandboxes(wrong("x"), []), /must be "podman" or "docker"/],
    ["an unknown engine that builds", () => buildImage(wrong({ engine: "x" })), /engine is "x"/],
    ["an engine in place of options", () => buildImage(wrong("docker")), /options are "docker"/],
    ["an unknown engine that pulls", () => pullImage(wrong({ engine: "x" })), /engine is "x"/],
  ])("%s", async (_, work, message) => {
    await expect(work()).rejects.toMatchObject({
      name: "SandboxError",
      code: "invalid-options",
      message: expect.stringMatching(message),
    });
  });

  it("that are wrong start nothing", async () => {
    let starts = 0;
    const driver = {
      name: "own",
      start: async () => Promise.reject(new Error(`${(starts += 1)}`)),
    };
    const options = { driver, warm: 2, graceMs: -1 };
    await expect(createSandboxRuntime(options)).rejects.toThrow("graceMs is -1");
    expect(starts).toBe(0);
  });
});

describe("runs", () => {
  let runtime: SandboxRuntime;
  beforeAll(async () => {
    runtime = await createSandboxRuntime({ runtime: "embedded" });
    await runtime.run("kept = 7");
  });
  afterAll(async () => runtime.close());

  it.each<[string, unknown, unknown, RegExp]>([
    ["no code", undefined, {}, /code is undefined: it must be a string of Python/],
    ["code in an object", { code: "1" }, {}, /code is an object with code/],
    ["no options", "1", null, /options of a run are null/],
    ["a time with a unit", "1", { timeoutMs: "5s" }, /timeoutMs is "5s"/],
    ["no time", "1", { timeoutMs: Number.NaN }, /timeoutMs is NaN/],
    ["the controller for its signal", "1", { signal: new AbortController() }, /not an AbortSignal/],
    ["a listener that is none", "1", { onOutput: "x" }, /onOutput is "x": it must be a function/],
    [
      "a misspelt time",
      "1",
      { timeout: 5 },
      /no option timeout\. The options .* timeoutMs, .*session/,
    ],
    ["a session by number", "1", { session: 5 }, /session's name is 5: it must be a string/],
  ])("%s", async (_, code, options, message) => {
    await expect(runtime.run(wrong(code), wrong(options))).rejects.toMatchObject({
      code: "invalid-options",
      message: expect.stringMatching(message),
    });
  });

  it("a session's own run takes no other session", async () => {
    await expect(runtime.session("a").run("1", wrong({ session: "b" }))).rejects.toThrow(
      "There is no option session.",
    );
  });

  it("options that are undefined are as if left out", async () => {
    const outcome = await runtime.run("kept", wrong({ timeout: undefined, signal: undefined }));
    expect(outcome.value).toBe("7");
  });

  it("a listener that throws ends its run with that error, and keeps the session", async () => {
    const failure = new Error("mine");
    const { signal } = new AbortController();
    const onOutput = (): never => {
      throw failure;
    };
    const code = "print(1)\nimport asyncio\nawait asyncio.sleep(60)";
    await expect(runtime.run(code, { onOutput, signal })).rejects.toBe(failure);
    expect(getEventListeners(signal, "abort")).toEqual([]);
    expect(await runtime.run("kept")).toMatchObject({ value: "7", notices: [] });
  });

  it("an async listener that rejects does the same, and ends no process", async () => {
    const failure = new Error("mine");
    const onOutput = async (): Promise<never> => {
      throw failure;
    };
    const code = "print(1)\nimport asyncio\nawait asyncio.sleep(60)";
    await expect(runtime.run(code, { onOutput })).rejects.toBe(failure);
    expect(await runtime.run("kept")).toMatchObject({ value: "7", notices: [] });
  });

  it("a signal still cancels a run that somebody listens to", async () => {
    const controller = new AbortController();
    const printed: string[] = [];
    const outcome = await runtime.run("print(1)\nimport asyncio\nawait asyncio.sleep(60)", {
      signal: controller.signal,
      onOutput({ text }) {
        printed.push(text);
        controller.abort();
      },
    });
    expect([outcome.status, printed.join("")]).toEqual(["cancelled", "1\n"]);
  });

  it("after the end they reject, and do not throw where they are called", async () => {
    const closed = await createSandboxRuntime({ runtime: "embedded" });
    await Promise.all([closed.close(), closed.close()]);
    const running = closed.run("1");
    await expect(running).rejects.toMatchObject({ code: "closed" });
  });
});

describe("a host", () => {
  it.each<[string, () => unknown, RegExp]>([
    ["no server list", () => undefined, /listServers\(\) gave undefined: it must be an array/],
    [
      "a server without an alias",
      () => [{ name: "shop" }],
      /gave an object with name: each server/,
    ],
  ])("with %s is told so at once", async (_, listServers, message) => {
    await using runtime = await createSandboxRuntime(withHost({ listServers }));
    await expect(runtime.run("1")).rejects.toMatchObject({
      code: "invalid-options",
      message: expect.stringMatching(message),
    });
  });

  it("that cannot say its servers once loses no state by it", async () => {
    let fails = false;
    await using runtime = await createSandboxRuntime(
      withHost({
        listServers() {
          if (fails) throw new Error("not now");
          return [];
        },
      }),
    );
    await runtime.run("x = 1");
    fails = true;
    await expect(runtime.run("x")).rejects.toThrow("not now");
    fails = false;
    expect(await runtime.run("x")).toMatchObject({ value: "1", notices: [] });
  });

  it("whose answers are not what they must be is named in the error", async () => {
    const answers: Record<string, () => unknown> = {
      nothing: () => undefined,
      bare: () => ({ price: 3 }),
      text: () => ({ content: "hello" }),
      strings: () => ({ content: ["hello"] }),
      reasonless: () => Promise.reject(),
      thrown: () => Promise.reject({ status: 500 }),
    };
    await using runtime = await createSandboxRuntime(
      withHost({
        callTool: async ({ tool }: { tool: string }) => answers[tool]?.(),
        searchTools: async () => "x",
        describeTools: async () => undefined,
      }),
    );
    const problem = async (code: string): Promise<string | undefined> => {
      const { error } = await runtime.run(code);
      return error && `${error.type}: ${error.message}`;
    };
    const shape = "it must be {content: [blocks], structuredContent?, isError?}";
    for (const [tool, given] of [
      ["nothing", "undefined"],
      ["bare", "an object with price"],
      ["text", "an object with content"],
      ["strings", "an object with content"],
    ]) {
      expect(await problem(`await mcp_shop.${tool}()`)).toBe(
        `ToolCallError: the host's callTool gave ${given}: ${shape}`,
      );
    }
    expect(await problem("await mcp_shop.reasonless()")).toBe(
      "ToolCallError: the host refused the call without a reason",
    );
    expect(await problem("await mcp_shop.thrown()")).toContain("an object with status");
    expect(await problem("await runtime.search_tool_docs('x')")).toContain(
      'searchTools gave "x": it must be an array of objects',
    );
    expect(await problem("await runtime.query_tool_docs('shop')")).toContain(
      "describeTools gave undefined: it must be an object",
    );
  });
});
