import { join } from "node:path";

/** This process's environment without what would change an example: settings, and servers in the user's own folders. */
export function cleanEnvironment(home: string): NodeJS.ProcessEnv {
  const entries = Object.entries(process.env).filter(
    ([name]) => !/^(MCP_BRIDGE_|XDG_|NODE_OPTIONS|VITEST)/.test(name),
  );
  return {
    ...Object.fromEntries(entries),
    HOME: home,
    USERPROFILE: home,
    APPDATA: home,
    MCP_BRIDGE_RUNTIME: "embedded",
    npm_config_prefer_offline: "true",
    npm_config_cache: process.env["npm_config_cache"] ?? join(process.env["HOME"] ?? "", ".npm"),
  };
}
