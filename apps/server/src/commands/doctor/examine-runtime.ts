import {
  inspectRuntime,
  SandboxError,
  type EngineReport,
  type RuntimeReport,
} from "@mcp-code-execution/sandbox-runtime";
import type { BridgeOptions } from "../../bridge/bridge-types.ts";
import { bridgeDefaults } from "../../bridge/bridge-defaults.ts";
import { startSandboxes } from "../../bridge/start-sandboxes.ts";
import type { RuntimeFindings } from "./doctor-report.ts";

const host = {
  listServers: () => [],
  callTool: () => Promise.reject(new Error("there are no servers here")),
  searchTools: () => Promise.resolve([]),
  describeTools: () => Promise.resolve({}),
};

/** The findings, and sentences about what is wrong. */
export interface ExaminedRuntime {
  findings: RuntimeFindings;
  problems: string[];
}

/** Looks at every runtime, and runs a line of Python in the one that would be used. Pulls nothing. */
export async function examineRuntime(options: BridgeOptions): Promise<ExaminedRuntime> {
  const { runtime: asked = "auto", image } = options;
  const names = ["podman", "docker", "embedded"] as const;
  const runtimes = await Promise.all(names.map((name) => inspectRuntime(name, { image })));
  const findings: RuntimeFindings = {
    asked,
    limits: {
      memoryBytes: options.memoryLimitBytes ?? bridgeDefaults.memoryLimitBytes,
      pids: options.pidsLimit ?? bridgeDefaults.pidsLimit,
      timeoutSeconds: options.timeoutSeconds ?? bridgeDefaults.timeoutSeconds,
    },
    runtimes,
  };
  const missing = missingImage(runtimes, asked, image);
  if (missing) return { findings, problems: [missing] };
  try {
    return { findings: { ...findings, ...(await tryRuntime(options, runtimes)) }, problems: [] };
  } catch (error) {
    if (!(error instanceof SandboxError)) throw error;
    return { findings, problems: [error.message] };
  }
}

async function tryRuntime(
  options: BridgeOptions,
  runtimes: readonly RuntimeReport[],
): Promise<Partial<RuntimeFindings>> {
  await using sandboxes = await startSandboxes({ ...options, warm: 0, onLog: undefined }, host);
  const startedMs = performance.now();
  const outcome = await sandboxes.run("import platform; platform.python_version()");
  const { name, reason } = sandboxes;
  const engine = runtimes.find((runtime) => runtime.name === name)?.engine;
  return {
    name,
    ...(reason && { reason }),
    ...(engine?.image && { image: engine.image }),
    ...(outcome.value && { python: outcome.value.replaceAll("'", "") }),
    startMs: Math.round(performance.now() - startedMs),
  };
}

/** A problem if a first run would have to pull the image. `auto` uses no engine whose default image is missing. */
function missingImage(
  runtimes: readonly RuntimeReport[],
  asked: string,
  image: string | undefined,
): string | undefined {
  const engine =
    asked === "auto" && image !== undefined
      ? runtimes.find((runtime) => runtime.engine)?.engine
      : runtimes.find(({ name }) => name === asked)?.engine;
  return engine && !engine.image ? imageProblem(engine, image) : undefined;
}

function imageProblem({ name }: EngineReport, image: string | undefined): string {
  const advice = image
    ? `Pull it with \`npx mcp-code-execution image pull ${image}\``
    : "Make one with `npx mcp-code-execution image build`, or fetch it with `npx mcp-code-execution image pull`";
  return `${name} has no ${image ? `image ${image}` : "sandbox image"}, so that the first run has to wait for its pull. ${advice}.`;
}
