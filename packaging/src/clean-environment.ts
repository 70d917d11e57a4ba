import { writeFile } from "node:fs/promises";
import { join } from "node:path";

/**
 * This process's environment without what would change an example: settings, and servers in the user's own folders. What
 * npm needs to reach its registry, and what it has already, is in the new home, where also the servers that an example
 * starts find it.
 */
export async function cleanEnvironment(home: string): Promise<NodeJS.ProcessEnv> {
  const cache = process.env["npm_config_cache"] ?? join(process.env["HOME"] ?? "", ".npm");
  const certificates = process.env["npm_config_cafile"] ?? process.env["NODE_EXTRA_CA_CERTS"];
  const npm = [`cache=${cache}`, "prefer-offline=true", "update-notifier=false"];
  if (certificates) npm.push(`cafile=${certificates}`);
  await writeFile(join(home, ".npmrc"), npm.join("\n"));
  const entries = Object.entries(process.env).filter(
    ([name]) => !/^(MCP_BRIDGE_|XDG_|NODE_OPTIONS|VITEST)/.test(name),
  );
  return {
    ...Object.fromEntries(entries),
    HOME: home,
    USERPROFILE: home,
    APPDATA: home,
    MCP_BRIDGE_RUNTIME: "embedded",
  };
}
