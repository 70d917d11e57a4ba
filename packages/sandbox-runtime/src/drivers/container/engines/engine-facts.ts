/** Facts about a container engine that answers. */
export interface EngineFacts {
  readonly name: "docker" | "podman";
  /** Its address, for messages and for the guardian: a URL such as `unix:///run/docker.sock`. */
  readonly address: string;
  readonly rootless: boolean;
  /** Which limits it can enforce here; rootless engines on cgroups v1 enforce none. */
  readonly enforces: { memory: boolean; pids: boolean; cpus: boolean };
}
