import { homedir } from "node:os";
import { SandboxError } from "../../../sandbox-error.ts";
import type { Engine, EngineSearch } from "../engine.ts";
import { adviseOnEngine } from "./advise-on-engine.ts";
import { connectEngine } from "./connect-engine.ts";
import { dockerContext } from "./docker-context.ts";
import { dockerHost } from "./docker-host.ts";
import { dockerSockets } from "./docker-sockets.ts";
import type { EnginePlace, FindPlaces } from "./engine-place.ts";
import { explainFailure, isPermissionDenied, noAnswer } from "./explain-failure.ts";
import { inspectEngine } from "./inspect-engine.ts";
import { podmanHost } from "./podman-host.ts";
import { startPodmanService } from "./podman-service.ts";
import { podmanSockets } from "./podman-sockets.ts";

const strategies: Readonly<Record<Engine["name"], readonly FindPlaces[]>> = {
  docker: [dockerHost, dockerContext, dockerSockets],
  podman: [podmanHost, podmanSockets],
};

/**
 * The first engine that answers, looked for as its own command line does: what the environment names (where that
 * does not answer, nothing else is tried), the current context or connection, then the usual sockets. Where Podman has
 * no socket at all, its API service is started for us alone, until `close()`.
 *
 * `docker` may find a Podman behind Docker's socket; `name` of the engine says so.
 * Throws a SandboxError (`runtime-unavailable`) that lists what was tried and what mends it.
 */
export async function findEngine(
  name: Engine["name"],
  search: Partial<EngineSearch> = {},
): Promise<Engine> {
  const where: EngineSearch = { ...thisMachine(), ...search };
  const failures: string[] = [];
  let isDenied = false;
  let isNamed = false;
  for (const findPlaces of strategies[name]) {
    const { places, remark, final } = await findPlaces(where);
    if (remark) failures.push(remark);
    for (const place of places) {
      try {
        return await tryPlace(name, place, where.timeoutMs);
      } catch (error) {
        isDenied ||= isPermissionDenied(error);
        failures.push(`${place.origin}: ${explainFailure(error)}`);
      }
    }
    isNamed = Boolean(final);
    if (isNamed) break;
  }
  if (name === "podman" && where.platform === "linux" && !isNamed) {
    try {
      return await startPodmanService(where);
    } catch (error) {
      failures.push(`starting \`podman system service\`: ${explainFailure(error)}`);
    }
  }
  throw new SandboxError(
    "runtime-unavailable",
    `No ${name === "docker" ? "Docker" : "Podman"} engine answers (${failures.join("; ")}). ` +
      adviseOnEngine(name, where.platform, isDenied),
  );
}

const thisMachine = (): EngineSearch => ({
  platform: process.platform,
  environment: process.env,
  homeDirectory: homedir(),
  userId: process.getuid?.(),
  timeoutMs: 5000,
});

async function tryPlace(
  name: Engine["name"],
  { address }: EnginePlace,
  timeoutMs: number,
): Promise<Engine> {
  const client = connectEngine(name, address);
  const signal = AbortSignal.timeout(timeoutMs);
  try {
    const facts = await inspectEngine(client, signal);
    return { ...facts, address, client, close: async () => {} };
  } catch (error) {
    if (!signal.aborted) throw error;
    throw new Error(noAnswer(timeoutMs), { cause: error });
  }
}
