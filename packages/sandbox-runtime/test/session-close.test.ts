import { expect, it } from "vitest";
import { createSandboxRuntime, type SandboxDriver } from "@mcp-code-execution/sandbox-runtime";
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

/** The real driver, which says when a start begins and which processes are alive. */
function watchedDriver(): {
  driver: SandboxDriver;
  begun: Promise<void>;
  alive: Set<object>;
} {
  const real = createEmbeddedDriver();
  const alive = new Set<object>();
  let say!: () => void;
  const begun = new Promise<void>((resolve) => (say = resolve));
  const driver: SandboxDriver = {
    name: real.name,
    async start(options) {
      const token = {};
      alive.add(token);
      say();
      const sandbox = await real.start(options);
      void sandbox.exited.then(() => alive.delete(token));
      return sandbox;
    },
  };
  return { driver, begun, alive };
}
