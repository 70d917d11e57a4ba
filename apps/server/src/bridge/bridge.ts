import { createRegistry, fileAuthStore } from "@mcp-code-execution/mcp-proxy-registry";
import type { RunReport } from "@mcp-code-execution/output-formatters";
import type { SandboxError, SandboxRuntime } from "@mcp-code-execution/sandbox-runtime";
import { createApprovals } from "../access/approvals.ts";
import { createSaidDoubts } from "../access/said-doubts.ts";
import { createCallBudget } from "../access/call-budget.ts";
import { guardRegistry } from "../access/guard-registry.ts";
import { definitionsOf, type GuardedServer } from "../access/guarded-server.ts";
import { serverChanges } from "../access/server-changes.ts";
import { defaultLoginsFolder } from "../logins-folder.ts";
import { createAuditLog } from "../observability/audit/create-audit-log.ts";
import { createObservedRuns } from "../observability/observed-runs.ts";
import { createTelemetry } from "../observability/telemetry/create-telemetry.ts";
import { latePart } from "../replaced-files-error.ts";
import { lateSavedToolStore } from "../saved-tools/late-saved-tool-store.ts";
import { defaultSavedToolsFolder } from "../saved-tools/saved-tools-folder.ts";
import { createToolHost } from "../tool-host/create-tool-host.ts";
import { version } from "../version.ts";
import { bridgeDefaults } from "./bridge-defaults.ts";
import type { Bridge, BridgeOptions, BridgeRunOptions } from "./bridge-types.ts";
import { reported } from "./failure-report.ts";
import { createPendingNotices } from "./pending-notices.ts";
import { settingNotices } from "./setting-notices.ts";
import { startSandboxes } from "./start-sandboxes.ts";
import { toldOnce } from "./told-once.ts";
import { unusableServerNotices } from "./unusable-servers.ts";

/** Composes a bridge. Nothing is started before the first run, or `prepare()`. */
export function createBridge(options: BridgeOptions = {}): Bridge {
  const {
    timeoutSeconds = bridgeDefaults.timeoutSeconds,
    startupTimeoutSeconds = bridgeDefaults.startupTimeoutSeconds,
    memoryLimitBytes = bridgeDefaults.memoryLimitBytes,
    maxToolCalls = bridgeDefaults.maxToolCalls,
  } = options;
  const running = new Map<string, BridgeRunOptions>();
  const callerOf = (id: string): unknown => running.get(id)?.caller;
  const loginsFolder = options.loginsFolder ?? defaultLoginsFolder();
  const saidDoubts = createSaidDoubts();
  let servers = options.servers ?? {};
  const registry = guardRegistry(
    createRegistry(definitionsOf(servers), {
      startupTimeoutMs: startupTimeoutSeconds * 1000,
      callTimeoutMs: timeoutSeconds * 1000,
      clientInfo: { name: "mcp-code-execution", version },
      ...(loginsFolder !== false && { authStore: fileAuthStore(loginsFolder) }),
      ...(options.clientFeatures && { clientFeatures: options.clientFeatures }),
      ...(options.onLog && { onLog: options.onLog }),
    }),
    {
      servers,
      askWhen: options.ask ?? "never",
      approvals: createApprovals(options.approve),
      budget: createCallBudget(maxToolCalls),
      callerOf,
      onDoubt(server, message) {
        if (!saidDoubts.take(server, message)) return;
        options.onLog?.({ server: "configuration", level: "warning", message });
        pendingNotices.add([message]);
      },
    },
  );
  const savedToolsFolder = options.savedToolsFolder ?? defaultSavedToolsFolder();
  const auditLog =
    options.auditLog &&
    createAuditLog(options.auditLog, (level, message) =>
      options.onLog?.({ server: "audit", level, message }),
    );
  const observedRuns = createObservedRuns([
    ...(auditLog ? [auditLog] : []),
    createTelemetry(options.telemetry),
  ]);
  const toolHost = createToolHost(
    registry,
    savedToolsFolder === false ? undefined : lateSavedToolStore(savedToolsFolder),
    (id) => running.get(id)?.onToolProgress,
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
    const { session = "default", client, ...rest } = runOptions;
    const report = await reported(() =>
      observedRuns.observe({ session, code, client }, async (id) => {
        running.set(id, runOptions);
        try {
          return await reported(async () => (await runtime()).run(code, { ...rest, session, id }));
        } finally {
          running.delete(id);
        }
      }),
    );
    const { timeoutMs = timeoutSeconds * 1000 } = runOptions;
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
  ): Promise<void> {
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

async function closedError(): Promise<SandboxError> {
  const SandboxError = await latePart(
    "SandboxError",
    () => import("@mcp-code-execution/sandbox-runtime"),
  );
  return new SandboxError("closed", "The bridge is closed. Create a new one.");
}
