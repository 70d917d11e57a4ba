import type Docker from "dockerode";
import type { Engine } from "./engines/engine.ts";
import type { GuardedCreations } from "./guardian/guarded-creations.ts";
import { removeLeftBehind } from "./removal/remove-left-behind.ts";
import { createOwner, ownerFilter, type Owner } from "./running/owner.ts";

/** On a busy machine, engines were observed to take many seconds to create a container. */
const leastCreationMs = 60_000;

/** An engine, and for whom it makes containers. */
export interface Connected {
  engine: Engine;
  owner: Owner;
}

/** The engine of one driver, and its guardian. */
export interface EngineConnection {
  /** Connects before the first sandbox, and again after the engine has gone. */
  reach(): Promise<Connected>;
  /** The engine is gone. If several starts find this, the first of them drops the connection. */
  drop(gone: Connected): void;
  /** The current connection, if there is one. */
  client(): Promise<Docker> | undefined;
  close(): Promise<void>;
}

export function createEngineConnection(
  connect: () => Promise<Engine>,
  creations: GuardedCreations,
  { startupTimeoutMs }: { startupTimeoutMs: number },
): EngineConnection {
  let connecting: Promise<Connected> | undefined;
  let connected: Connected | undefined;
  let owning: Promise<Owner> | undefined;

  async function prepare(): Promise<Connected> {
    const owner = await (owning ??= createOwner());
    const engine = await connect();
    const { name, address, service, client } = engine;
    creations.guard({
      engine: name,
      address,
      service,
      labels: ownerFilter(owner),
      creationMs: Math.max(leastCreationMs, startupTimeoutMs),
    });
    // Containers of a dead process are in nobody's way, so nothing waits for their removal.
    void removeLeftBehind(client).catch(() => {});
    return { engine, owner };
  }

  async function attempt(): Promise<Connected> {
    try {
      connected = await prepare();
      return connected;
    } catch (error) {
      connecting = undefined;
      throw error;
    }
  }

  return {
    reach() {
      connecting ??= attempt();
      return connecting;
    },
    drop(gone) {
      if (connected !== gone) return;
      connecting = undefined;
      connected = undefined;
      void gone.engine.close();
    },
    client: () => connecting?.then(({ engine }) => engine.client),
    async close() {
      await connecting?.then(({ engine }) => engine.close()).catch(() => {});
    },
  };
}
