import type Docker from "dockerode";

/** A container engine that answers. */
export interface Engine {
  readonly name: "docker" | "podman";
  /** Where it was found, for messages and for whoever cleans up after us: a URL such as `unix:///run/docker.sock`. */
  readonly address: string;
  readonly client: Docker;
  readonly rootless: boolean;
  /** Which limits it can enforce here; rootless engines on cgroups v1 enforce none. */
  readonly enforces: { memory: boolean; pids: boolean; cpus: boolean };
  /** Process id of an API service that we started for ourselves. */
  readonly servicePid?: number | undefined;
  /** Ends that service; an engine that was running before us is left alone. */
  close(): Promise<void>;
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
