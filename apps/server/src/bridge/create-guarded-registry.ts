import { createRegistry, fileAuthStore } from "@mcp-code-execution/mcp-proxy-registry";
import { createApprovals } from "../access/approvals.ts";
import { createCallBudget } from "../access/call-budget.ts";
import { guardRegistry, type GuardedRegistry } from "../access/guard-registry.ts";
import { definitionsOf } from "../access/guarded-server.ts";
import { createReportedDoubts } from "../access/reported-doubts.ts";
import { defaultLoginsFolder } from "../logins-folder.ts";
import { version } from "../version.ts";
import { bridgeDefaults } from "./bridge-defaults.ts";
import type { BridgeOptions } from "./bridge-types.ts";

/** What the registry needs of the bridge. */
export interface RegistryContext {
  /** The `caller` option of a run in progress. */
  callerOf(run: string): unknown;
  /** Adds a sentence to the next run's result. */
  notify(message: string): void;
}

/** The registry of a bridge, behind the gate. Starts nothing. */
export function createGuardedRegistry(
  options: BridgeOptions,
  { callerOf, notify }: RegistryContext,
): GuardedRegistry {
  const {
    servers = {},
    timeoutSeconds = bridgeDefaults.timeoutSeconds,
    startupTimeoutSeconds = bridgeDefaults.startupTimeoutSeconds,
    maxToolCalls = bridgeDefaults.maxToolCalls,
    loginsFolder = defaultLoginsFolder(),
    clientFeatures,
    onLog,
  } = options;
  const registry = createRegistry(definitionsOf(servers), {
    startupTimeoutMs: startupTimeoutSeconds * 1000,
    callTimeoutMs: timeoutSeconds * 1000,
    clientInfo: { name: "mcp-code-execution", version },
    ...(loginsFolder !== false && { authStore: fileAuthStore(loginsFolder) }),
    ...(clientFeatures && { clientFeatures }),
    ...(onLog && { onLog }),
  });
  const reportedDoubts = createReportedDoubts();
  return guardRegistry(registry, {
    servers,
    askWhen: options.ask ?? "never",
    approvals: createApprovals(options.approve),
    budget: createCallBudget(maxToolCalls),
    callerOf,
    onDoubt(server, message) {
      if (!reportedDoubts.take(server, message)) return;
      onLog?.({ server: "configuration", level: "warning", message });
      notify(message);
    },
  });
}
