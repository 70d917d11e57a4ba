// What configured servers get from the registry: its options, and what all of them share.
import { createLateServerFetch } from "../auth/requests/late-server-fetch.ts";
import { LoopTurns } from "../cancelling/loop-turns.ts";
import { createLogLimit } from "../log-limit.ts";
import { createMask } from "../mask-secrets.ts";
import { createProcessTree } from "../platform/process-tree.ts";
import type { RegistryOptions } from "../registry-types.ts";
import { createExitGuard } from "../transports/stdio/exit-guard.ts";
import type { ServerDefinition } from "./server-definition.ts";
import type { ServerLifeOptions } from "./server-life.ts";
import { UpstreamServer } from "./upstream-server.ts";

const defaultStartupTimeoutMs = 60_000;
const defaultCallTimeoutMs = 300_000;
const defaultClientInfo = { name: "mcp-proxy-registry", version: "0.1.0" };

/** Creates a server that is not started yet. */
type CreateUpstream = (
  name: string,
  definition: ServerDefinition,
  around: Pick<ServerLifeOptions, "after" | "onTools">,
) => UpstreamServer;

/** The servers that are created so share the guard of their processes, and the turns in which their requests end. */
export function createUpstreams(options: RegistryOptions): CreateUpstream {
  const tree = createProcessTree();
  const host = { tree, guard: createExitGuard(tree) };
  const loopTurns = new LoopTurns();
  return (name, definition, around) => {
    const secrets = new Set<string>();
    const mask = createMask(definition, secrets);
    const log = createLogLimit((level, message) => {
      try {
        options.onLog?.({ server: name, level, message: mask(message) });
      } catch {
        // A failing logger must not end a server's connection.
      }
    });
    const shared = { server: name, store: options.authStore, secrets, mask };
    return new UpstreamServer({
      ...around,
      server: name,
      definition,
      host,
      loopTurns,
      ...("url" in definition && { fetch: createLateServerFetch({ ...shared, definition }) }),
      timeoutMs: definition.startupTimeoutMs ?? options.startupTimeoutMs ?? defaultStartupTimeoutMs,
      callTimeoutMs: definition.timeoutMs ?? options.callTimeoutMs ?? defaultCallTimeoutMs,
      hasOwnTimeLimit: definition.timeoutMs !== undefined,
      maxConcurrentCalls: definition.maxConcurrentCalls,
      clientFeatures: () => options.clientFeatures?.() ?? {},
      clientInfo: options.clientInfo ?? defaultClientInfo,
      log,
      mask,
    });
  };
}
