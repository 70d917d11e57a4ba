import type { SandboxDriver } from "@mcp-code-execution/sandbox-runtime";

/** The driver, and the end of each sandbox that it has started, in that order. */
export function collectEnds(driver: SandboxDriver): {
  driver: SandboxDriver;
  ends: Promise<unknown>[];
} {
  const ends: Promise<unknown>[] = [];
  return {
    ends,
    driver: {
      ...driver,
      async start(options) {
        const sandbox = await driver.start(options);
        ends.push(sandbox.exited);
        return sandbox;
      },
    },
  };
}
