import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createLog, fixture, textOf } from "../../test/test-servers.ts";
import { createRegistry } from "../registry.ts";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "registry-"));
});
afterAll(() => rm(folder, { recursive: true }));

describe("a server's own limits", () => {
  it("let so many calls in; waiting does not count, can be cancelled, and ends with the registry", async () => {
    const log = createLog();
    await using registry = createRegistry(
      { trouble: { ...fixture("troublesome-server"), maxConcurrentCalls: 1 } },
      { onLog: log.onLog },
    );
    const holder = new AbortController();
    const held = registry.callTool("trouble", "hang", {}, { signal: holder.signal });
    await log.sees("hang has begun");
    const patient = registry.callTool(
      "trouble",
      "echo",
      { message: "at last" },
      { timeoutMs: 500 },
    );
    const leaver = new AbortController();
    const left = registry.callTool("trouble", "echo", { message: "x" }, { signal: leaver.signal });
    // What is wrong is said without a wait.
    await expect(registry.callTool("trouble", "echo", {})).rejects.toMatchObject({
      code: "invalid-arguments",
    });
    leaver.abort();
    await expect(left).rejects.toMatchObject({ code: "cancelled" });
    await new Promise((resolve) => setTimeout(resolve, 700));
    holder.abort();
    await expect(held).rejects.toMatchObject({ code: "cancelled" });
    expect(textOf(await patient)).toBe("at last");

    const last = registry.callTool("trouble", "hang").catch((error: unknown) => error);
    const waiting = registry.callTool("trouble", "hang").catch((error: unknown) => error);
    await registry.close();
    expect([await last, await waiting]).toMatchObject([{ code: "closed" }, { code: "closed" }]);
  });

  it("come before the registry's, and a call's before both", async () => {
    await using registry = createRegistry(
      {
        trouble: { ...fixture("troublesome-server"), timeoutMs: 300 },
        silent: { ...fixture("silent-server"), startupTimeoutMs: 400 },
      },
      { callTimeoutMs: 60_000, startupTimeoutMs: 60_000 },
    );
    await expect(registry.callTool("trouble", "hang")).rejects.toThrow("took longer than 0.3 s");
    await expect(registry.callTool("trouble", "hang", {}, { timeoutMs: 200 })).rejects.toThrow(
      "took longer than 0.2 s",
    );
    await expect(registry.listTools("silent")).rejects.toThrow("did not answer within 0.4 s");
  });
});

describe("a server in trouble", () => {
  it("is left alone when it only crashes, and used again when it is well", async () => {
    await using registry = createRegistry({ trouble: fixture("troublesome-server") });
    for (let crash = 0; crash < 2; crash += 1) {
      await expect(registry.callTool("trouble", "crash")).rejects.toMatchObject({
        code: "server-crashed",
      });
    }
    await expect(registry.callTool("trouble", "echo", { message: "a" })).rejects.toMatchObject({
      code: "server-crashed",
      summary: expect.stringContaining("left alone for a while"),
      message: expect.stringContaining("the disk is on fire"),
    });
    expect(registry.resolveServer("trouble").state).toBe("failed");
    const again = (): Promise<string> =>
      registry.callTool("trouble", "echo", { message: "well" }).then(textOf, () => "not yet");
    await expect.poll(again, { timeout: 20_000 }).toBe("well");
    expect(registry.resolveServer("trouble").state).toBe("ready");
  });

  it("is started again when it answers neither a call nor a ping", async () => {
    const starts = join(folder, "stuck");
    const script = join(folder, "stuck.cjs");
    // It answers until its first call, and then reads no more.
    await writeFile(
      script,
      `require("fs").appendFileSync(${JSON.stringify(starts)}, "start\\n");
       const send = (id, result) => console.log(JSON.stringify({ jsonrpc: "2.0", id, result }));
       require("readline").createInterface({ input: process.stdin }).on("line", (line) => {
         const { id, method, params } = JSON.parse(line);
         if (method === "initialize") send(id, { protocolVersion: params.protocolVersion, capabilities: { tools: {} }, serverInfo: { name: "s", version: "1" } });
         if (method === "tools/list") send(id, { tools: [{ name: "work", inputSchema: { type: "object" } }] });
         if (method === "tools/call") process.stdin.removeAllListeners("data").pause();
       });
       setInterval(() => {}, 1000);`,
    );
    const log = createLog();
    await using registry = createRegistry(
      { stuck: { command: process.execPath, args: [script], timeoutMs: 300 } },
      { onLog: log.onLog },
    );
    await expect(registry.callTool("stuck", "work")).rejects.toMatchObject({
      code: "call-timeout",
    });
    await expect
      .poll(() => registry.resolveServer("stuck").state, { timeout: 20_000 })
      .toBe("idle");
    await registry.listTools("stuck");
    expect(await readFile(starts, "utf8")).toBe("start\nstart\n");
  });
});
