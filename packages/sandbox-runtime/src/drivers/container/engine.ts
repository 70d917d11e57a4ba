import type Docker from "dockerode";
import type { EngineFacts } from "./engine-facts.ts";

/** A container engine that answers. */
export interface Engine extends EngineFacts {
  readonly client: Docker;
  /** The OCI runtime of all its containers, where it takes none for one of them, as Podman's API. */
  readonly onlyOciRuntime?: string | undefined;
  /** The process of an API service that we started for ourselves. */
  readonly service?: ServiceProcess | undefined;
  /** Ends that service; an engine that was running before us is left alone. */
  close(): Promise<void>;
}

/** A process, and when it started, in the system's own words: its number is used again after its end. */
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
