import { basename } from "node:path";
import { SandboxError } from "../../sandbox-error.ts";
import type { Engine } from "./engines/engine.ts";

/** Podman's API ignores this option instead of refusing it: code would run without the intended isolation. */
export function checkOciRuntime(
  { onlyOciRuntime: only }: Pick<Engine, "onlyOciRuntime">,
  asked: string | undefined,
): void {
  if (asked === undefined || only === undefined || basename(asked) === only) return;
  throw new SandboxError(
    "start-failed",
    `Podman runs every container with the OCI runtime of its settings, which is ${only}, so MCP_BRIDGE_OCI_RUNTIME=${asked} would have no effect. Write runtime = "${basename(asked)}" below [engine] in containers.conf and start Podman's service again, or use Docker.`,
  );
}
