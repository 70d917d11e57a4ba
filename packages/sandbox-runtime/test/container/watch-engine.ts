import type Docker from "dockerode";
import type { ContainerCreateOptions, ContainerInspectInfo } from "dockerode";
import {
  createContainerDriver,
  type ContainerDriverOptions,
} from "../../src/drivers/container/container-driver.ts";
import type { Engine } from "../../src/drivers/container/engines/engine.ts";
import type { SandboxDriver } from "../../src/index.ts";
import { throughEngine } from "./through-engine.ts";
import { containerUser, ociRuntime, type TestEngine } from "../engines.ts";

export interface WatchedEngine {
  driver(options?: Partial<ContainerDriverOptions>): SandboxDriver;
  /** The containers that its drivers made, first one first, as long as they are there. */
  containers(): Promise<ContainerInspectInfo[]>;
  /** How many it made. */
  created(): number;
  client(): Promise<Docker>;
}

/** The engine, with an account of what is created in it; `adjust` changes what is asked of it. */
export function watchEngine(
  { name, connect, direct }: TestEngine,
  adjust: (options: ContainerCreateOptions) => ContainerCreateOptions = (options) => options,
): WatchedEngine {
  const ids: string[] = [];
  let plain: Promise<Engine> | undefined;
  const client = async (): Promise<Docker> => (await (plain ??= connect())).client;

  async function watched(): Promise<Engine> {
    const found = await connect();
    const watching = Object.create(found.client) as Docker;
    watching.createContainer = async (options: ContainerCreateOptions) => {
      const container = await found.client.createContainer(adjust(options));
      ids.push(container.id);
      return container;
    };
    return { ...found, client: watching };
  }

  return {
    client,
    created: () => ids.length,
    driver(options) {
      const driver = createContainerDriver(name, watched, {
        user: containerUser,
        startupTimeoutMs: 60_000,
        ociRuntime,
        ...options,
      });
      return direct === false ? throughEngine(driver) : driver;
    },
    async containers() {
      const engine = await client();
      const found = await Promise.all(
        ids.map((id) =>
          engine
            .getContainer(id)
            .inspect()
            .catch((error: { statusCode?: number }) => {
              if (error.statusCode !== 404) throw error;
              return undefined;
            }),
        ),
      );
      return found.filter((container) => container !== undefined);
    },
  };
}
