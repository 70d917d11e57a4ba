import type { StdioServerDefinition } from "./server-definition.ts";

/** What a command may do for minutes before its server starts, such as `npx may still be installing it`. */
export function fetchingCommand({ command, args }: StdioServerDefinition): string | undefined {
  const name = command.replace(/^.*[\\/]/, "").replace(/\.(?:cmd|exe)$/i, "");
  if (["npx", "bunx", "uvx", "pipx"].includes(name)) return `${name} may still be installing it`;
  if (["docker", "podman"].includes(name) && args?.includes("run")) {
    return `${name} may still be pulling its image`;
  }
  return undefined;
}
