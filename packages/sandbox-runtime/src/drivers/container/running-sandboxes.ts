import type { Engine } from "./engine.ts";
import type { EngineFacts } from "./engine-facts.ts";
import { endSandboxesOf, sandboxesOf } from "./engine-sandboxes.ts";
import { findEngine } from "./engines/find-engine.ts";

/** A sandbox that runs in a container now, started by this or another process of this machine. */
export interface RunningSandbox {
  /** The container's id; twelve characters of it are enough to name it. */
  id: string;
  engine: EngineFacts["name"];
  image: string;
  /** Process id of the host that uses it. */
  ownerPid: number;
  startedAt: Date;
  /** Undefined where the engine cannot tell. */
  memoryBytes?: number | undefined;
}

/** The sandboxes that this machine's hosts run on an engine, the oldest first. Throws a SandboxError where there is none. */
export function listSandboxes(engineName: EngineFacts["name"]): Promise<RunningSandbox[]> {
  return withEngine(engineName, sandboxesOf);
}

/** Ends sandboxes of this machine and nothing else, whatever ids are given. Resolves with how many there were. */
export function endSandboxes(
  engineName: EngineFacts["name"],
  ids: readonly string[],
): Promise<number> {
  return withEngine(engineName, (engine) => endSandboxesOf(engine, ids));
}

async function withEngine<Value>(
  name: EngineFacts["name"],
  use: (engine: Engine) => Promise<Value>,
): Promise<Value> {
  const engine = await findEngine(name);
  try {
    return await use(engine);
  } finally {
    await engine.close();
  }
}
