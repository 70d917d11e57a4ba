import { expect, it } from "vitest";
import {
  createSandboxRuntime,
  SandboxError,
  type SandboxDriver,
} from "@mcp-code-execution/sandbox-runtime";
import { createEmbeddedDriver } from "../src/drivers/embedded/embedded-driver.ts";

it.each([0, 1])(
  "closing a session waits for the start that a cancelled run left behind (%i warm)",
  async (warm) => {
    const { driver, begun, alive } = watchedDriver();
    await using runtime = await createSandboxRuntime({ driver, warm });
    const controller = new AbortController();
    const running = runtime.run("1", { signal: controller.signal });
    await begun;
    controller.abort();
    expect(await running).toMatchObject({ status: "cancelled" });
    await runtime.session().close();
    // A warm sandbox waits for the next session.
    expect(alive.size).toBe(warm);
    await runtime.close();
    expect(alive.size).toBe(0);
  },
);

it("starts that cancelled runs left behind count against the limit of sandboxes", async () => {
  const { driver, starts, most, alive } = watchedDriver();
  await using runtime = await createSandboxRuntime({ driver, maxSessions: 2 });
  for (let n = 1; n <= 6; n += 1) {
    const controller = new AbortController();
    const running = runtime.run("1", { session: `s${n}`, signal: controller.signal });
    await expect.poll(starts).toBe(n);
    controller.abort();
    expect(await running).toMatchObject({ status: "cancelled" });
  }
  expect(most()).toBe(2);
  // The session whose start was ended starts anew.
  expect(await runtime.run("1 + 1", { session: "s1" })).toMatchObject({ value: "2" });
  expect(alive.size).toBe(2);
});

it("sandboxes beyond the limit end when their runs do", async () => {
  const { driver, alive } = watchedDriver();
  await using runtime = await createSandboxRuntime({ driver, maxSessions: 1 });
  await Promise.all(["a", "b"].map((session) => runtime.run("1", { session })));
  await expect.poll(() => alive.size).toBe(1);
});

it("thousands of sessions at once start no more sandboxes than a machine can hold", async () => {
  let starts = 0;
  const driver: SandboxDriver = {
    name: "embedded",
    start: async () => {
      starts += 1;
      throw new SandboxError("start-failed", "It does not come up.");
    },
  };
  const ended = (count: number): Promise<string[]> =>
    Promise.all(
      Array.from({ length: count }, (_, n) =>
        runtime.run("1", { session: `s${n}` }).then(
          () => "ran",
          (error: SandboxError) => error.code,
        ),
      ),
    );
  await using runtime = await createSandboxRuntime({ driver });
  const codes = await ended(1_000);
  expect(starts).toBe(64);
  expect(codes.filter((code) => code === "too-many-sessions")).toHaveLength(1_000 - 64);
  // Those that have ended make room.
  expect(await ended(64)).not.toContain("too-many-sessions");
});

/** The real driver, which says when a start begins and which processes are alive. */
function watchedDriver(): {
  driver: SandboxDriver;
  begun: Promise<void>;
  alive: Set<object>;
  starts(): number;
  /** How many were alive at once. */
  most(): number;
} {
  const real = createEmbeddedDriver();
  let starts = 0;
  let most = 0;
  const alive = new Set<object>();
  let say!: () => void;
  const begun = new Promise<void>((resolve) => (say = resolve));
  const driver: SandboxDriver = {
    name: real.name,
    async start(options) {
      const token = {};
      alive.add(token);
      starts += 1;
      most = Math.max(most, alive.size);
      say();
      const sandbox = await real.start(options);
      void sandbox.exited.then(() => alive.delete(token));
      return sandbox;
    },
  };
  return { driver, begun, alive, starts: () => starts, most: () => most };
}
