import { SandboxError } from "../../../sandbox-error.ts";
import type { Engine } from "./engine.ts";
import { findEngine } from "./find-engine.ts";
import { withoutEngine } from "./no-engine.ts";

/** Podman if it answers, otherwise Docker. Throws a SandboxError that says why neither does. */
export async function anyEngine(): Promise<Engine> {
  try {
    return await findEngine("podman");
  } catch (podman) {
    return findEngine("docker").catch((docker: Error) => {
      throw new SandboxError(
        "runtime-unavailable",
        [podman as Error, docker]
          .map(({ message }) => message.replace(` ${withoutEngine}`, ""))
          .reduce((text, line) => `${text}\n${line}`, "An image needs a container engine."),
        { cause: docker },
      );
    });
  }
}
