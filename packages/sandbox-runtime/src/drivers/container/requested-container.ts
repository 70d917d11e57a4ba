// A container from the request to create it on. An engine's answer may be lost, so its creation counts as under way until
// the engine has said how it ended, or that the container is gone.
import { randomUUID } from "node:crypto";
import type Docker from "dockerode";
import { askEngine } from "./engines/ask-engine.ts";
import type { Creations } from "./guardian/guarded-creations.ts";
import { endContainer } from "./removal/end-container.ts";
import type { LingeringContainers } from "./removal/lingering-containers.ts";

/** The containers of one driver whose creation or removal an engine has not confirmed. */
export interface Unconfirmed {
  creations: Creations;
  lingering: LingeringContainers;
}

export interface RequestedContainer {
  readonly name: string;
  /** Resolves to the container's id. */
  create(
    options: Docker.ContainerCreateOptions,
    timeoutMs: number,
    cancelled: AbortSignal | undefined,
  ): Promise<string>;
  /** Removes it, also where it may exist although its creation failed. */
  end(): Promise<void>;
}

/** A container of a new name; nothing is requested yet. */
export function requestedContainer(
  client: Docker,
  { creations, lingering }: Unconfirmed,
): RequestedContainer {
  const name = `mcp-code-execution-${randomUUID()}`;
  let isAnswered = true;
  return {
    name,
    async create(options, timeoutMs, cancelled) {
      isAnswered = false;
      creations.begin(name);
      const { id } = await askEngine(
        timeoutMs,
        (abortSignal) => client.createContainer({ ...options, abortSignal }),
        cancelled,
      ).catch((error: unknown) => {
        isAnswered = isRefused(error);
        throw error;
      });
      isAnswered = true;
      creations.end(name);
      return id;
    },
    async end() {
      const found = await endContainer(client, name);
      if (found === "removed" || (found === "absent" && isAnswered)) creations.end(name);
      else lingering.add(name, !isAnswered);
    },
  };
}

/** Whether the request certainly had no effect: the engine refused it, or was not reached. */
function isRefused(error: unknown): boolean {
  const { statusCode, code } = error as { statusCode?: number; code?: string };
  return statusCode !== undefined || code === "ECONNREFUSED" || code === "ENOENT";
}
