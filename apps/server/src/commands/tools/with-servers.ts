import { RegistryError } from "@mcp-code-execution/mcp-proxy-registry";
import { AccessError } from "../../access/access-error.ts";
import type { GuardedRegistry } from "../../access/guard-registry.ts";
import { createBridge } from "../../bridge/bridge.ts";
import type { BridgeOptions } from "../../bridge/bridge-types.ts";
import { terminalText } from "../../terminal/terminal-text.ts";
import { unusableHandles } from "../../bridge/unusable-servers.ts";
import { unusableError } from "../../tool-host/unusable-error.ts";
import { loadOptions } from "../../configuration/load-options.ts";

/** What a command works with. */
export interface Servers {
  registry: GuardedRegistry;
  options: BridgeOptions;
  /** Aborted by Ctrl-C. */
  signal: AbortSignal;
}

/** The message if there are no servers. */
export const noServers: string =
  "no MCP servers are configured; `npx mcp-code-execution doctor` says where was looked, `npx mcp-code-execution init` takes over those of your MCP clients";

export const hasServers = ({ servers }: BridgeOptions): boolean =>
  Object.keys(servers ?? {}).length > 0;

/**
 * Opens the user's servers for one command. Resolves with the exit status from `use`; if a server or a tool is
 * unavailable, prints why and resolves with 1.
 */
export async function withServers(
  log: (line: string) => void,
  use: (servers: Servers) => Promise<number>,
): Promise<number> {
  const options = await loadOptions(log);
  // What servers log while they are being ended is of no interest.
  let isOver = false;
  const onLog: BridgeOptions["onLog"] = (event) => {
    if (!isOver && isTold(event.level)) options.onLog?.(event);
  };
  await using bridge = createBridge({ ...options, warm: 0, auditLog: undefined, onLog });
  const interrupted = new AbortController();
  const interrupt = (): void => interrupted.abort();
  process.once("SIGINT", interrupt);
  process.once("SIGTERM", interrupt);
  try {
    return await use({ registry: bridge.registry, options, signal: interrupted.signal });
  } catch (error) {
    if (!(error instanceof RegistryError) && !(error instanceof AccessError)) throw error;
    const told = unusableError(error, unusableHandles(options.unusable)) ?? error;
    log(terminalText(told.message));
    return 1;
  } finally {
    isOver = true;
    process.off("SIGINT", interrupt);
    process.off("SIGTERM", interrupt);
  }
}

/** What servers log when they start is of no interest here, unless the user asked for it. */
function isTold(level: string): boolean {
  if (process.env["MCP_BRIDGE_LOG_LEVEL"]) return true;
  return level === "warning" || level === "error";
}
