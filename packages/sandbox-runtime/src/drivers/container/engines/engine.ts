import type Docker from "dockerode";
import type { EngineFacts } from "./engine-facts.ts";
import type { FreeIds } from "./free-ids.ts";

/** A container engine that answers. */
export interface Engine extends EngineFacts {
  readonly client: Docker;
  /** The OCI runtime of all its containers, if it cannot be chosen per container, as with Podman's API. */
  readonly onlyOciRuntime?: string | undefined;
  /** Ids that containers may have and that belong to nobody; undefined if there are none. */
  readonly freeIds?: FreeIds | undefined;
  /** The process of an API service that we started for ourselves. */
  readonly service?: ServiceProcess | undefined;
  /** Ends that service; an engine that was running before us is left alone. */
  close(): Promise<void>;
}

/** A process id, and when the process started, as the system reports it: ids are reused. */
export interface ServiceProcess {
  pid: number;
  started: string;
}

/** Where engines are looked for. Everything that differs between machines and platforms comes in here. */
export interface EngineSearch {
  platform: NodeJS.Platform;
  environment: Readonly<Record<string, string | undefined>>;
  homeDirectory: string;
  /** Numeric user id; undefined on Windows. */
  userId: number | undefined;
  /** For one attempt to reach an engine. */
  timeoutMs: number;
}
