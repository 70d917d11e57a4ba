/** `auto` takes Podman, else Docker, else the embedded one: whichever could start at once. */
export type RuntimeName = "auto" | "podman" | "docker" | "embedded";
