import { spawnSync } from "node:child_process";

/** The image that containers run. */
export const image = process.env.MCP_BRIDGE_IMAGE ?? "mcp-code-execution:latest";

/** The runtimes that are available here: an engine counts if it answers and has the image. */
export function availableRuntimes() {
  return ["embedded", ...["docker", "podman"].filter(hasImage)];
}

function hasImage(engine) {
  return spawnSync(engine, ["image", "inspect", image], { stdio: "ignore" }).status === 0;
}
