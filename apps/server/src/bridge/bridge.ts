import type { UnusableServer } from "@mcp-code-execution/config";
import type { RunReport } from "@mcp-code-execution/output-formatters";
import type { SandboxError, SandboxRuntime } from "@mcp-code-execution/sandbox-runtime";
import type { GuardedServer } from "../access/guarded-server.ts";
import { serverChanges } from "../access/server-changes.ts";
import { createAuditLog } from "../observability/audit/create-audit-log.ts";
import { createObservedRuns } from "../observability/observed-runs.ts";
import type { RunObserver } from "../observability/run-observer.ts";
import { createTelemetry } from "../observability/telemetry/create-telemetry.ts";
import { latePart } from "../replaced-files-error.ts";
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
import { createPendingNotices } from "./pending-notices.ts";
import { settingNotices } from "./setting-notices.ts";
import { startSandboxes } from "./start-sandboxes.ts";
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
  const toolHost = createToolHost(
    registry,
    savedToolsFolder === false ? undefined : lateSavedToolStore(savedToolsFolder),
    (id) => running.get(id)?.onToolProgress,
    () => unusable,
  );
  const host = observedRuns.observeCalls(toolHost);
  let configurationNotices = options.notices ?? [];
  const pendingNotices = createPendingNotices(configurationNotices);
  let starting: Promise<SandboxRuntime> | undefined;
  let closed = false;

  async function runtime(): Promise<SandboxRuntime> {
    if (closed) throw await closedError();
    starting ??= startSandboxes(options, host).catch((error: unknown) => {
      starting = undefined;
      throw error;
    });
    return starting;
  }

  async function run(code: string, runOptions: BridgeRunOptions = {}): Promise<RunReport> {
    const report = await reported(async () => {
      await checkRunOptions(runOptions);
      const {
        session = "default",
        client,
        caller: _caller,
        onToolProgress: _onToolProgress,
        ...rest
      } = runOptions;
      return await observedRuns.observe({ session, code, client }, async (id) => {
        running.set(id, runOptions);
        try {
          return await reported(async () => (await runtime()).run(code, { ...rest, session, id }));
        } finally {
          running.delete(id);
        }
      });
    });
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
    closed = true;
    const sandboxes = starting?.then((open) => open.close()).catch(() => {});
    // Each of them ends, whatever fails at the end of another.
    const ends = await Promise.allSettled([sandboxes, registry.close()]);
    await observedRuns.close();
    for (const end of ends) if (end.status === "rejected") throw end.reason;
  };
  return {
    timeoutSeconds,
    outputMode: options.outputMode ?? "compact",
    registry,
    prepare: async () => {
      await Promise.resolve()
        .then(runtime)
        .catch(() => {});
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

async function closedError(): Promise<SandboxError> {
  const SandboxError = await latePart(
    "SandboxError",
    () => import("@mcp-code-execution/sandbox-runtime"),
  );
  return new SandboxError("closed", "The bridge is closed. Create a new one.");
}
