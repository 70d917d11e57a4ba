import { homedir } from "node:os";
import type { Engine, EngineSearch } from "./engine.ts";
import { askEngine } from "./ask-engine.ts";
import { connectEngine, disconnectEngine } from "./connect-engine.ts";
import { dockerContext } from "./docker-context.ts";
import { dockerHost } from "./docker-host.ts";
import { dockerSockets } from "./docker-sockets.ts";
import type { EnginePlace, FindPlaces } from "./engine-place.ts";
import { explainFailure } from "./explain-failure.ts";
import { inspectEngine } from "./inspect-engine.ts";
import { type EngineFailure, noEngine } from "./no-engine.ts";
import { podmanConnection, podmanMachine } from "./podman-connections.ts";
import { podmanHost } from "./podman-host.ts";
import { startPodmanService } from "./podman-service.ts";
import { podmanSockets } from "./podman-sockets.ts";

const strategies: Readonly<Record<Engine["name"], readonly FindPlaces[]>> = {
  docker: [dockerHost, dockerContext, dockerSockets],
  podman: [podmanHost, podmanConnection, podmanSockets, podmanMachine],
};

/**
 * The first engine that answers, looked for as its own command line does: what the environment names (where that
 * does not answer, nothing else is tried), the current context or connection, then the usual sockets. Where Podman has
 * no socket at all, its API service is started for us alone, until `close()`.
 *
 * `docker` may find a Podman behind Docker's socket; `name` of the engine says so.
 * Throws a SandboxError (`runtime-unavailable`) that lists what was tried and says what to do.
 */
export async function findEngine(
  name: Engine["name"],
  search: Partial<EngineSearch> = {},
): Promise<Engine> {
  const where: EngineSearch = { ...thisMachine(), ...search };
  const failures: EngineFailure[] = [];
  for (const findPlaces of strategies[name]) {
    const { places, remark, final = false } = await findPlaces(where);
    if (remark) failures.push({ reason: remark });
    for (const place of places) {
      try {
        return await tryPlace(name, place, where.timeoutMs);
      } catch (error) {
        failures.push({ origin: place.origin, reason: explainFailure(error) });
      }
    }
    if (final) throw noEngine(name, where.platform, failures, true);
  }
  if (name === "podman" && where.platform === "linux") {
    try {
      return await startPodmanService(where);
    } catch (error) {
      failures.push({ origin: "`podman system service`", reason: explainFailure(error) });
    }
  }
  throw noEngine(name, where.platform, failures, false);
}

const thisMachine = (): EngineSearch => ({
  platform: process.platform,
  environment: process.env,
  homeDirectory: homedir(),
  userId: process.getuid?.(),
  // A busy engine takes seconds to answer.
  timeoutMs: 10_000,
});

async function tryPlace(
  name: Engine["name"],
  { address }: EnginePlace,
  timeoutMs: number,
): Promise<Engine> {
  const client = await connectEngine(name, address);
  try {
    const facts = await askEngine(timeoutMs, (signal) => inspectEngine(client, signal));
    if (name === "podman" && facts.name === "docker") {
      throw new Error("this is Docker, not Podman (MCP_BRIDGE_RUNTIME=docker uses it)");
    }
    return { ...facts, address, client, close: async () => disconnectEngine(client) };
  } catch (error) {
    disconnectEngine(client);
    throw error;
  }
}
