import { spawn } from "node:child_process";
import { once } from "node:events";
import { describe, expect, it } from "vitest";
import { isRunning } from "../../test/test-servers.ts";
import { isGone } from "../transports/stdio/end-tree.ts";
import { createExitGuard } from "../transports/stdio/exit-guard.ts";
import { createProcessTree, type ProcessSystem } from "./process-tree.ts";

class NoSuchProcess extends Error {
  code = "ESRCH";
}

function recorded(result: Error | undefined): { system: ProcessSystem; calls: unknown[][] } {
  const calls: unknown[][] = [];
  const record = (...call: unknown[]): void => {
    calls.push(call);
    if (result && call[0] === "signal") throw result;
  };
  return {
    calls,
    system: {
      signal: (pid, signal) => record("signal", pid, signal),
      run: (command, args) => record("run", command, ...args),
      processStats: () => [],
      runSync: (command, args) => record("runSync", command, ...args),
    },
  };
}

describe("a process tree", () => {
  it("is a process group on POSIX", () => {
    const { system, calls } = recorded(undefined);
    const tree = createProcessTree("linux", system);
    expect(tree.spawnOptions.detached).toBe(true);
    expect(tree.isAlive(42)).toBe(true);
    tree.terminate(42);
    tree.kill(42);
    expect(calls).toEqual([
      ["signal", -42, 0],
      ["signal", -42, "SIGTERM"],
      ["signal", -42, "SIGKILL"],
    ]);
  });

  it("is what taskkill takes for one on Windows, without a console of its own", () => {
    const { system, calls } = recorded(undefined);
    const tree = createProcessTree("win32", system);
    expect(tree.spawnOptions).toEqual({ detached: false, windowsHide: true });
    tree.isAlive(42);
    tree.terminate(42);
    tree.kill(42);
    // Never by its name alone: Windows would look into the working directory first.
    const taskkill = expect.stringMatching(/^[A-Z]:\\.+\\System32\\taskkill\.exe$/i);
    expect(calls).toEqual([
      ["signal", 42, 0],
      ["run", taskkill, "/PID", "42", "/T", "/F"],
      ["runSync", taskkill, "/PID", "42", "/T", "/F"],
    ]);
  });

  it.each([
    ["S", true],
    ["Z", false],
  ])("of processes in state %s is alive on Linux: %s", (state, alive) => {
    const { system } = recorded(undefined);
    const stats = ["41 (sh) S 1 41 41", `43 (a) b) ${state} 1 42 42 0`, "44 (node) Z 1 42 42 0"];
    const tree = createProcessTree("linux", { ...system, processStats: () => stats });
    expect(tree.isAlive(42)).toBe(alive);
  });

  it.each(["linux", "win32"] as const)("may be gone already on %s", (platform) => {
    const { system } = recorded(new NoSuchProcess());
    const tree = createProcessTree(platform, system);
    expect(tree.isAlive(42)).toBe(false);
    expect(() => tree.kill(42)).not.toThrow();
  });

  it("is killed by an exit guard when the host exits, with its grandchildren", async () => {
    const tree = createProcessTree();
    const guard = createExitGuard(tree);
    const before = process.listeners("exit");
    const script =
      'require("child_process").spawn(process.execPath, ["-e", "setInterval(() => {}, 1000)"]);' +
      'console.log("up"); setInterval(() => {}, 1000)';
    const child = spawn(process.execPath, ["-e", script], {
      ...tree.spawnOptions,
      stdio: ["ignore", "pipe", "ignore"],
    });
    const pid = Number(child.pid);
    guard.add(pid);
    await once(child.stdout, "data");
    const onExit = process.listeners("exit").find((listener) => !before.includes(listener));
    onExit?.(0);
    expect(await isGone(tree, pid, 5000)).toBe(true);
    expect(isRunning(pid)).toBe(false);
    guard.delete(pid);
    expect(process.listeners("exit")).toEqual(before);
  });
});
