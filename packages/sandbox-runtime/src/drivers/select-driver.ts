import { SandboxError } from "../sandbox-error.ts";
import type { SandboxDriver } from "./driver.ts";
import { createEmbeddedDriver } from "./embedded/embedded-driver.ts";

export type RuntimeName = "auto" | "podman" | "docker" | "embedded";

export interface SelectedDriver {
  driver: SandboxDriver;
  /** Why `auto` chose it. */
  reason?: string | undefined;
}

/** A runtime that is named and cannot be had is an error; `auto` takes what is there. */
export async function selectDriver(runtime: RuntimeName): Promise<SelectedDriver> {
  switch (runtime) {
    case "embedded":
    case "auto":
      return { driver: createEmbeddedDriver() };
    default:
      throw new SandboxError(
        "runtime-unavailable",
        `The runtime ${JSON.stringify(runtime)} is not available: set MCP_BRIDGE_RUNTIME to "embedded" or leave it out.`,
      );
  }
}
