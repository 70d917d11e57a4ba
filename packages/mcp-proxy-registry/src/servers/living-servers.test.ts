import { describe, expect, it } from "vitest";
import { createLog, fixture, isRunning, processOf, textOf } from "../../test/test-servers.ts";
import { createRegistry } from "../registry.ts";

describe("servers that are set anew", () => {
  it("go, come, start anew when they changed, and keep running when they did not", async () => {
    const same = fixture("troublesome-server");
    const log = createLog();
    await using registry = createRegistry(
      { same, changed: fixture("troublesome-server"), gone: fixture("troublesome-server") },
      { onLog: log.onLog },
    );
    const heard: [string, boolean][] = [];
    registry.onToolsChanged((server, tools) => void heard.push([server, tools !== undefined]));
    const before = await Promise.all(
      ["same", "changed", "gone"].map((server) => processOf(registry, server)),
    );
    const [, , gone] = before;
    heard.length = 0;
    const call = registry.callTool("gone", "hang").catch((error: unknown) => error);
    await log.sees("hang has begun");

    await registry.setServers({
      same: structuredClone(same),
      changed: { ...fixture("troublesome-server"), env: { NEW: "yes" } },
      "gone-2": fixture("troublesome-server"),
    });
    expect(await call).toMatchObject({
      code: "closed",
      message: expect.stringContaining("taken out of the configuration"),
    });
    expect(isRunning(Number(gone?.pid))).toBe(false);
    expect(heard).toEqual([
      ["changed", false],
      ["gone", false],
    ]);
    expect(registry.servers.map(({ name, alias, state }) => [name, alias, state])).toEqual([
      ["same", "same", "ready"],
      ["changed", "changed", "idle"],
      ["gone-2", "gone_2", "idle"],
    ]);
    expect((await processOf(registry, "same")).pid).toBe(before[0]?.pid);
    expect((await processOf(registry, "changed")).pid).not.toBe(before[1]?.pid);
    expect(textOf(await registry.callTool("changed", "environment"))).toContain('"NEW":"yes"');
    expect(await processOf(registry, "gone_2")).toMatchObject({ pid: expect.any(Number) });
    await expect(registry.listTools("gone")).rejects.toMatchObject({ code: "unknown-server" });
  });

  it("may come back under a name whose process is still ending", async () => {
    const stubborn = fixture("troublesome-server", "--stubborn");
    await using registry = createRegistry({ it: stubborn });
    const { pid } = await processOf(registry, "it");
    const leaving = registry.setServers({});
    await registry.setServers({ it: stubborn });
    const after = await processOf(registry, "it");
    expect(after.pid).not.toBe(pid);
    expect(isRunning(pid)).toBe(false);
    await leaving;
  });

  it("cannot be set when the registry is closed", async () => {
    const registry = createRegistry({});
    await registry.close();
    await expect(registry.setServers({})).rejects.toMatchObject({ code: "closed" });
  });
});

describe("tools that change", () => {
  it("are there for whoever asks next", async () => {
    const server = fixture("troublesome-server");
    await using registry = createRegistry({ one: server, two: server, three: server });
    await registry.callTool("one", "learn");
    expect(textOf(await registry.callTool("one", "learned"))).toBe("new");
    await registry.callTool("two", "learn");
    expect((await registry.listTools("two")).map(({ name }) => name)).toContain("learned");
    await registry.callTool("three", "learn");
    expect(await registry.resolveTool("three", "learned")).toMatchObject({ name: "learned" });
    await registry.callTool("three", "learn");
    await expect(registry.callTool("three", "not-learned")).rejects.toMatchObject({
      code: "unknown-tool",
    });
  });

  it("while they are listed are listed once more", async () => {
    await using registry = createRegistry({
      trouble: fixture("troublesome-server", "--restless"),
    });
    await registry.listTools("trouble");
    await registry.callTool("trouble", "learn");
    const names = async (): Promise<string[]> =>
      (await registry.listTools("trouble")).map(({ name }) => name);
    await expect.poll(names, { timeout: 10_000 }).toContain("late");
    expect(await names()).toContain("learned");
  });
});
