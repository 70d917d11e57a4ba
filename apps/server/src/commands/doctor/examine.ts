import type { LoadedConfig } from "@mcp-code-execution/config";
import { createBridge } from "../../bridge/bridge.ts";
import { preparePrivateFile } from "../../observability/audit/private-file.ts";
import { optionsOf } from "../../configuration/load-options.ts";
import { version } from "../../version.ts";
import type { DoctorReport } from "./doctor-report.ts";
import { examineRuntime } from "./examine-runtime.ts";
import { examineServers, shadowedEntries } from "./examine-servers.ts";

/** Tests everything that a run needs. Failures are in the report; it throws only because of a defect. */
export async function examine(
  config: LoadedConfig,
  onProgress: (text: string) => void,
): Promise<DoctorReport> {
  const options = optionsOf(config, () => {});
  onProgress("looking for a runtime");
  const { findings, problems } = await examineRuntime(options);
  // This bridge runs no code: it only provides the registry as a run would see it.
  await using bridge = createBridge({ ...options, warm: 0, auditLog: undefined, onLog: undefined });
  const { length } = Object.keys(config.servers);
  if (length > 0) onProgress(`starting ${length} server${length === 1 ? "" : "s"}`);
  const servers = await examineServers(bridge.registry, config.sources);
  return {
    version,
    node: process.version,
    platform: `${process.platform} ${process.arch}`,
    runtime: findings,
    sources: config.sources,
    servers,
    shadowed: shadowedEntries(config.sources),
    skipped: config.skipped,
    problems: [
      ...config.problems.map(({ message }) => message),
      ...problems,
      ...servers.flatMap(({ problem }) => (problem === undefined ? [] : [problem])),
      ...(await auditProblems(options.auditLog?.path)),
    ],
  };
}

async function auditProblems(path: string | undefined): Promise<string[]> {
  if (path === undefined) return [];
  try {
    await preparePrivateFile(path);
    return [];
  } catch (error) {
    return [
      `The audit log ${path} cannot be written: ${(error as Error).message}. Name another file with MCP_BRIDGE_AUDIT_LOG.`,
    ];
  }
}
