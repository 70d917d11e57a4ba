import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import {
  createLog,
  fixture,
  isRunning,
  ownChildren,
  processOf,
  textOf,
} from "../test/test-servers.ts";
import { createRegistry } from "./registry.ts";
import type { StdioServerDefinition } from "./servers/server-definition.ts";

const packageFolder = dirname(dirname(fileURLToPath(import.meta.url)));

/** The server as the child of a shell, which does not hand signals on. */
function throughShell({ command, args = [] }: StdioServerDefinition): StdioServerDefinition {
  return { command: "sh", args: ["-c", '"$0" "$@"; true', command, ...args] };
}

describe("close", () => {
  it("ends every process, however it was started and whatever it ignores", async () => {
    const stubborn = fixture("troublesome-server", "--stubborn");
    await using registry = createRegistry({
      plain: fixture("troublesome-server"),
      stubborn,
      shell: throughShell(fixture("troublesome-server")),
      stubbornInShell: throughShell(stubborn),
    });
    const processes = await Promise.all(
      registry.servers.map(({ name }) => processOf(registry, name)),
    );
    const [plain, alone, inShell, stubbornInShell] = processes;
    const groups = [plain?.pid, alone?.pid, inShell?.parent, stubbornInShell?.parent].map(Number);
    expect(groups.map((group) => isRunning(group))).toEqual([true, true, true, true]);
    await registry.close();
    expect(groups.map((group) => isRunning(group))).toEqual([false, false, false, false]);
    expect(processes.map(({ pid }) => isRunning(pid))).toEqual([false, false, false, false]);
  });

  it("ends what npx started", async () => {
    await using registry = createRegistry({
      everything: {
        command: "npx",
        args: ["--no-install", "mcp-server-everything"],
        cwd: packageFolder,
      },
    });
    const environment = await registry.callTool("everything", "get-env");
    expect(textOf(environment)).toContain("MCP_BRIDGE_NESTED");
    const children = ownChildren();
    expect(children.length).toBeGreaterThan(0);
    await registry.close();
    expect(children.filter((pid) => isRunning(pid))).toEqual([]);
  });

  it("ends a server that is still starting", async () => {
    await using registry = createRegistry({ silent: fixture("silent-server") });
    const listing = registry.listTools("silent").catch((error: unknown) => error);
    await expect.poll(ownChildren).not.toEqual([]);
    const children = ownChildren();
    await registry.close();
    expect(await listing).toMatchObject({ code: "closed" });
    expect(children.filter((pid) => isRunning(pid))).toEqual([]);
  });

  it("rejects the calls under way at once, and everything after it", async () => {
    const log = createLog();
    await using registry = createRegistry(
      { trouble: fixture("troublesome-server") },
      { onLog: log.onLog },
    );
    const call = registry.callTool("trouble", "hang").catch((error: unknown) => error);
    await log.sees("hang has begun");
    const closing = registry.close();
    expect(await call).toMatchObject({ name: "RegistryError", code: "closed" });
    expect(registry.close()).toBe(closing);
    await closing;
    await expect(registry.callTool("trouble", "echo", {})).rejects.toMatchObject({
      code: "closed",
    });
    await expect(registry.listTools("trouble")).rejects.toMatchObject({ code: "closed" });
    await expect(registry.catalog()).rejects.toMatchObject({ code: "closed" });
    expect(() => registry.resolveServer("trouble")).toThrow("The registry is closed");
  });

  it("leaves no listener on the host's exit, and none of many registries warns", async () => {
    const listeners = process.listenerCount("exit");
    const limit = process.getMaxListeners();
    const warnings: Error[] = [];
    const note = (warning: Error): void => void warnings.push(warning);
    process.on("warning", note);
    const registries = Array.from({ length: 12 }, () =>
      createRegistry({ silent: fixture("silent-server") }),
    );
    const starts = registries.map((registry) => registry.listTools("silent").catch(() => {}));
    await expect.poll(() => process.listenerCount("exit")).toBe(listeners + 12);
    await Promise.all(registries.map((registry) => registry.close()));
    await Promise.all(starts);
    process.off("warning", note);
    expect(process.listenerCount("exit")).toBe(listeners);
    expect(process.getMaxListeners()).toBe(limit);
    expect(warnings).toEqual([]);
  });
});
