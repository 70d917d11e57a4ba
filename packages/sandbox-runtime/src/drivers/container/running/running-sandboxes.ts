import { checkEngineName } from "../../../check-options.ts";
import type { Engine } from "../engines/engine.ts";
import type { EngineFacts } from "../engines/engine-facts.ts";
import { endSandboxesOf, sandboxesOf } from "./engine-sandboxes.ts";
import type { RunningSandbox } from "./running-sandbox.ts";
import { findEngine } from "../engines/find-engine.ts";

/**
 * The sandboxes that this machine's hosts run on an engine, the oldest first. Rejects with a SandboxError if there is no
 * such engine.
 */
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
  checkEngineName(name);
  const engine = await findEngine(name);
  try {
    return await use(engine);
  } finally {
    await engine.close();
  }
}
