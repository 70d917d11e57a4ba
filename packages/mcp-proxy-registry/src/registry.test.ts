import { mkdtemp, readFile, realpath, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { fixture, officialServer, textOf } from "../test/test-servers.ts";
import { createRegistry } from "./registry.ts";
import type { CatalogTool } from "./catalog/catalog-types.ts";
import type { Registry } from "./registry-types.ts";

describe("a registry of real servers", () => {
  let folder: string;
  let registry: Registry;

  beforeAll(async () => {
    folder = await realpath(await mkdtemp(join(tmpdir(), "registry-")));
    registry = createRegistry({
      everything: { ...officialServer("everything"), description: "All of MCP" },
      "file-system": officialServer("filesystem", folder),
      memory: {
        ...officialServer("memory"),
        env: { MEMORY_FILE_PATH: join(folder, "memory.jsonl") },
      },
      thinking: officialServer("sequential-thinking"),
      broken: fixture("crash-at-start"),
    });
  });

  afterAll(async () => {
    await registry.close();
    await rm(folder, { recursive: true });
  });

  it("starts nothing before the first use", () => {
    expect(registry.servers).toEqual([
      { name: "everything", alias: "everything", description: "All of MCP", state: "idle" },
      { name: "file-system", alias: "file_system", state: "idle" },
      { name: "memory", alias: "memory", state: "idle" },
      { name: "thinking", alias: "thinking", state: "idle" },
      { name: "broken", alias: "broken", state: "idle" },
    ]);
  });

  it("knows the tools of a server that runs, and starts none to know them", async () => {
    expect(registry.knownTool("everything", "get-sum")).toBeUndefined();
    expect(registry.knownTool("nobody", "get-sum")).toBeUndefined();
    expect(registry.resolveServer("everything").state).toBe("idle");
    const tool = await registry.resolveTool("everything", "get-sum");
    expect(registry.knownTool("everything", "get_sum")).toBe(tool);
    expect(registry.knownTool("everything", "get-some")).toBeUndefined();
  });

  it("calls a tool by its name and by its alias", async () => {
    const sum = await registry.callTool("everything", "get-sum", { a: 2, b: 3 });
    expect(textOf(sum)).toBe("The sum of 2 and 3 is 5.");
    const again = await registry.callTool("everything", "get_sum", { a: 20, b: 3 });
    expect(textOf(again)).toBe("The sum of 20 and 3 is 23.");
    expect(registry.resolveServer("everything").state).toBe("ready");
  });

  it("checks arguments that were checked for the tool no second time, and those for another one", async () => {
    const checkedFor = await registry.resolveTool("everything", "get-sum");
    const wrong = { a: "two", b: 3 };
    const answer = await registry.callTool("everything", "get-sum", wrong, { checkedFor });
    // The server's own words.
    expect(textOf(answer)).toContain("Input validation error");
    const before = { checkedFor: { ...checkedFor } };
    await expect(registry.callTool("everything", "get-sum", wrong, before)).rejects.toMatchObject({
      code: "invalid-arguments",
    });
  });

  it("asks whoever admits calls, by the tool's own name, before anything is sent", async () => {
    const admitted: string[] = [];
    const admit = ({ server, name }: CatalogTool): void => {
      admitted.push(`${server}.${name}`);
      if (name === "get-sum") throw new Error("not this one");
    };
    const sum = { a: 2, b: 3 };
    await expect(registry.callTool("everything", "get_sum", sum, { admit })).rejects.toThrow(
      "not this one",
    );
    await expect(registry.callTool("everything", "get_sum", {}, { admit })).rejects.toMatchObject({
      code: "invalid-arguments",
    });
    const echo = await registry.callTool("everything", "echo", { message: "hi" }, { admit });
    expect(textOf(echo)).toBe("Echo: hi");
    expect(admitted).toEqual(["everything.get-sum", "everything.echo"]);
  });

  it("describes every tool and lists what did not start", async () => {
    const { tools, failures } = await registry.catalog();
    const sum = tools.find((tool) => tool.name === "get-sum");
    expect(sum).toMatchObject({
      server: "everything",
      alias: "get_sum",
      description: expect.stringMatching(/sum/i),
      inputSchema: { type: "object", required: ["a", "b"] },
      signature: "get_sum(a: float, b: float)",
    });
    expect(new Set(tools.map((tool) => tool.server))).toEqual(
      new Set(["everything", "file-system", "memory", "thinking"]),
    );
    expect(failures).toMatchObject([{ server: "broken", error: { code: "start-failed" } }]);
    expect(registry.servers.map(({ state }) => state)).toEqual([
      "ready",
      "ready",
      "ready",
      "ready",
      "failed",
    ]);
  });

  it("passes structured content, images and resources on", async () => {
    const weather = await registry.callTool("everything", "get-structured-content", {
      location: "Chicago",
    });
    expect(weather.structuredContent).toMatchObject({ temperature: expect.any(Number) });
    const image = await registry.callTool("everything", "get-tiny-image");
    expect(image.content.map(({ type }) => type)).toContain("image");
  });

  it("checks arguments by the schemas of real servers, and takes what they take", async () => {
    const thought = { thought: "first", thoughtNumber: 1, totalThoughts: 1 };
    // This server takes "true" for a boolean, and says so in its schema.
    for (const nextThoughtNeeded of [false, "false"]) {
      const result = await registry.callTool("thinking", "sequentialthinking", {
        ...thought,
        nextThoughtNeeded,
        branchId: null,
      });
      expect(result.structuredContent).toMatchObject({ thoughtNumber: 1 });
    }
    await expect(
      registry.callTool("thinking", "sequentialthinking", {
        ...thought,
        nextThoughtNeeded: false,
        thoughtNumber: "1",
      }),
    ).rejects.toThrow('"thoughtNumber" wants int, got "1" (str): write 1. Its signature: ');
    const entities = [{ name: "Ada", entityType: "person" }];
    await expect(registry.callTool("memory", "create_entities", { entities })).rejects.toThrow(
      '"entities[0]" lacks "observations"',
    );
  });

  it("works on files through a server that has them", async () => {
    const path = join(folder, "note.txt");
    await registry.callTool("file_system", "write_file", { path, content: "kept" });
    expect(await readFile(path, "utf8")).toBe("kept");
    const read = await registry.callTool("file-system", "read_text_file", { path });
    expect(textOf(read)).toBe("kept");
  });

  it("returns a tool's own error as a result", async () => {
    const result = await registry.callTool("file-system", "read_text_file", {
      path: "/etc/passwd",
    });
    expect(result.isError).toBe(true);
    expect(textOf(result)).toMatch(/denied/i);
  });

  it("gives a server the environment of its definition, and keeps it warm between calls", async () => {
    const entities = [{ name: "Ada", entityType: "person", observations: ["counts"] }];
    await registry.callTool("memory", "create_entities", { entities });
    const graph = await registry.callTool("memory", "read_graph");
    expect(graph.structuredContent).toMatchObject({ entities });
    expect(await readFile(join(folder, "memory.jsonl"), "utf8")).toContain("Ada");
  });

  it("reports progress", async () => {
    const reports: number[] = [];
    await registry.callTool(
      "everything",
      "trigger-long-running-operation",
      { duration: 0.3, steps: 3 },
      { onProgress: ({ progress }) => reports.push(progress) },
    );
    expect(reports).toEqual([1, 2, 3]);
  });

  it("names the nearest server", async () => {
    await expect(registry.listTools("filesystem")).rejects.toMatchObject({
      code: "unknown-server",
      message:
        'There is no server "filesystem". Did you mean "file-system"? ' +
        "The servers: everything, file-system, memory, thinking, broken.",
    });
    expect(() => registry.resolveServer("zzz")).toThrow(/^There is no server "zzz"\. The servers:/);
  });

  it("names the nearest tools", async () => {
    await expect(registry.callTool("everything", "getsum", {})).rejects.toMatchObject({
      code: "unknown-tool",
      server: "everything",
      tool: "getsum",
      message: expect.stringMatching(/no tool "getsum"\. The nearest: get-sum.*Search the tools/),
    });
  });

  it("refuses wrong arguments before the server sees them", async () => {
    await expect(registry.callTool("everything", "get-sum", { a: 1, bb: 2 })).rejects.toMatchObject(
      {
        code: "invalid-arguments",
        message:
          'Wrong arguments for tool "get-sum" of server "everything": there is no "bb" ' +
          '(did you mean "b"?). Its signature: get_sum(a: float, b: float)',
      },
    );
  });
});

describe("onToolsChanged", () => {
  it("tells of tools that become known, change and go, until it is unsubscribed", async () => {
    await using registry = createRegistry({ trouble: fixture("troublesome-server") });
    const heard: (number | undefined)[] = [];
    const stop = registry.onToolsChanged((server, tools) => {
      expect(server).toBe("trouble");
      heard.push(tools?.length);
    });
    registry.onToolsChanged(() => {
      throw new Error("a listener of another kind");
    });
    const known = (await registry.listTools("trouble")).length;
    expect(heard).toEqual([known]);

    await registry.callTool("trouble", "learn");
    await expect.poll(() => heard, { timeout: 10_000 }).toEqual([known, known + 1]);
    expect(textOf(await registry.callTool("trouble", "learned"))).toBe("new");

    await expect(registry.callTool("trouble", "crash")).rejects.toThrow(/crashed/);
    await expect.poll(() => heard, { timeout: 10_000 }).toEqual([known, known + 1, undefined]);

    stop();
    await registry.listTools("trouble");
    expect(heard).toHaveLength(3);
  });
});
