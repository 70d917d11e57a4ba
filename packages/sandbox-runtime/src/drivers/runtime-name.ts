/** `auto` takes Podman, else Docker, else the embedded runtime: the first that is ready to start. */
export type RuntimeName = "auto" | "podman" | "docker" | "embedded";
