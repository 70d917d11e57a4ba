import type { UnusableServer } from "@mcp-code-execution/config";
import type { RunReport } from "@mcp-code-execution/output-formatters";
import type { GuardedServer } from "../access/guarded-server.ts";
import { serverChanges } from "../access/server-changes.ts";
import { createAuditLog } from "../observability/audit/create-audit-log.ts";
import { createObservedRuns } from "../observability/observed-runs.ts";
import type { RunObserver } from "../observability/run-observer.ts";
import { createTelemetry } from "../observability/telemetry/create-telemetry.ts";
import { lateSavedToolStore } from "../saved-tools/late-saved-tool-store.ts";
import { defaultSavedToolsFolder } from "../saved-tools/saved-tools-folder.ts";
import { createToolHost } from "../tool-host/create-tool-host.ts";
import { bridgeDefaults } from "./bridge-defaults.ts";
import type { Bridge, BridgeOptions, BridgeRunOptions } from "./bridge-types.ts";
import { checkOptions } from "./check-options.ts";
import { checkRunOptions } from "./check-run-options.ts";
import { checkServers } from "./check-servers.ts";
import { createGuardedRegistry } from "./create-guarded-registry.ts";
import { reported } from "./failure-report.ts";
import { createLateSandboxes } from "./late-sandboxes.ts";
import { createPendingNotices } from "./pending-notices.ts";
import { settingNotices } from "./setting-notices.ts";
import { toldOnce } from "./told-once.ts";
import { unusableHandles, unusableServerNotices } from "./unusable-servers.ts";

/**
 * Composes a bridge. Nothing is started before the first run, or `prepare()`. Throws if an option is wrong: a TypeError,
 * or what the package that takes it throws.
 */
export function createBridge(options: BridgeOptions = {}): Bridge {
  checkOptions(options);
  const {
    timeoutSeconds = bridgeDefaults.timeoutSeconds,
    memoryLimitBytes = bridgeDefaults.memoryLimitBytes,
  } = options;
  const running = new Map<string, BridgeRunOptions>();
  const callerOf = (id: string): unknown => running.get(id)?.caller;
  let servers = options.servers ?? {};
  let unusable = unusableHandles(options.unusable);
  const registry = createGuardedRegistry(options, {
    callerOf,
    notify: (message) => pendingNotices.add([message]),
  });
  const savedToolsFolder = options.savedToolsFolder ?? defaultSavedToolsFolder();
  const observedRuns = createObservedRuns(observersOf(options), registry.names);
  const toolHost = createToolHost(registry, {
    savedTools: savedToolsFolder === false ? undefined : lateSavedToolStore(savedToolsFolder),
    progressListenerOf: (id) => running.get(id)?.onToolProgress,
    unusableServers: () => unusable,
  });
  const sandboxes = createLateSandboxes(options, observedRuns.observeCalls(toolHost));
  let configurationNotices = options.notices ?? [];
  const pendingNotices = createPendingNotices(configurationNotices);

  async function run(code: string, runOptions: BridgeRunOptions = {}): Promise<RunReport> {
    const report = await reported(() => observed(code, runOptions));
    const timeoutMs = runOptions?.timeoutMs ?? timeoutSeconds * 1000;
    const limits = { timeoutMs, timeoutSeconds, memoryLimitBytes };
    const notices = [
      ...pendingNotices.take(),
      ...toldOnce(report.notices ?? [], report.error?.message),
      ...settingNotices(report, limits),
      ...unusableServerNotices(report, configurationNotices),
    ];
    return { ...report, notices: [...new Set(notices)] };
  }

  async function observed(code: string, runOptions: BridgeRunOptions): Promise<RunReport> {
    await checkRunOptions(runOptions);
    const {
      session = "default",
      client,
      caller: _caller,
      onToolProgress: _onToolProgress,
      ...rest
    } = runOptions;
    return observedRuns.observe({ session, code, client }, async (id) => {
      running.set(id, runOptions);
      try {
        return await reported(async () =>
          (await sandboxes.get()).run(code, { ...rest, session, id }),
        );
      } finally {
        running.delete(id);
      }
    });
  }

  async function setServers(
    next: Record<string, GuardedServer>,
    notices: readonly string[] = [],
    nowUnusable: readonly UnusableServer[] = [],
  ): Promise<void> {
    checkServers(next);
    unusable = unusableHandles(nowUnusable);
    const changes = serverChanges(servers, next);
    for (const message of changes) {
      options.onLog?.({ server: "configuration", level: "info", message });
    }
    pendingNotices.add([...changes, ...notices]);
    configurationNotices = notices;
    servers = next;
    await registry.setServers(next);
  }

  const close = async (): Promise<void> => {
    // Each of them ends, whatever fails at the end of another.
    const ends = await Promise.allSettled([sandboxes.close(), registry.close()]);
    await observedRuns.close();
    for (const end of ends) if (end.status === "rejected") throw end.reason;
  };
  return {
    timeoutSeconds,
    outputMode: options.outputMode ?? "compact",
    registry,
    prepare: async () => {
      await sandboxes.get().catch(() => {});
    },
    run,
    setServers,
    callerOf,
    close,
    [Symbol.asyncDispose]: close,
  };
}

/** Those that the options ask for. */
function observersOf({ auditLog, telemetry, onLog }: BridgeOptions): RunObserver[] {
  const log = (level: "warning" | "error", message: string): void =>
    onLog?.({ server: "audit", level, message });
  return [...(auditLog ? [createAuditLog(auditLog, log)] : []), createTelemetry(telemetry)];
}
