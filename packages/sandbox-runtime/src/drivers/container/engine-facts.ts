/** What is known of a container engine that answers. */
export interface EngineFacts {
  readonly name: "docker" | "podman";
  /** Where it was found, for messages and for whoever cleans up after us: a URL such as `unix:///run/docker.sock`. */
  readonly address: string;
  readonly rootless: boolean;
  /** Which limits it can enforce here; rootless engines on cgroups v1 enforce none. */
  readonly enforces: { memory: boolean; pids: boolean; cpus: boolean };
}
