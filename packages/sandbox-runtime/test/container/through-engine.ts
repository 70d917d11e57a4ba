import type { SandboxDriver } from "@mcp-code-execution/sandbox-runtime";

/** The driver as it is where the host may not open a container's pipes. */
export function throughEngine(driver: SandboxDriver): SandboxDriver {
  return {
    ...driver,
    start: async (options) => ({ ...(await driver.start(options)), openPipes: undefined }),
  };
}
