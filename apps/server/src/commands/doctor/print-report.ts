import { columns } from "../../terminal/columns.ts";
import type { Paint } from "../../terminal/paint.ts";
import { terminalName, terminalText } from "../../terminal/terminal-text.ts";
import { byteSize, duration } from "../../terminal/units.ts";
import type { DoctorReport, RuntimeFindings } from "./doctor-report.ts";

/** The report for a person. */
export function printReport(report: DoctorReport, paint: Paint): string {
  const sections: [title: string, lines: string[]][] = [
    ["Runtime", runtimeLines(report.runtime, paint)],
    ["Configuration", sourceLines(report, paint)],
    ["Servers", serverLines(report, paint)],
    ["Not used", unusedLines(report)],
    ["Problems", report.problems.map((problem) => `${paint.bad("✗")} ${indented(problem)}`)],
  ];
  const { version, node, platform, problems } = report;
  const head = `mcp-code-execution ${version}, Node ${node}, ${platform}`;
  const written = sections
    .filter(([, lines]) => lines.length > 0)
    .map(([title, lines]) => [paint.strong(title), ...lines.map((line) => `  ${line}`)].join("\n"));
  const verdict =
    problems.length === 0
      ? paint.good("All is in order.")
      : paint.bad(problems.length === 1 ? "1 problem." : `${problems.length} problems.`);
  return [head, ...written, verdict].join("\n\n");
}

function runtimeLines(runtime: RuntimeFindings, paint: Paint): string[] {
  const { name, reason, image, python, startMs, limits } = runtime;
  const asked = `MCP_BRIDGE_RUNTIME is ${runtime.asked}`;
  const chosen = name
    ? [
        `${paint.good("✓")} ${paint.strong(name)}: ${reason ?? asked}`,
        `  Python ${python ?? "unknown"}, ready after ${duration(startMs ?? 0)}${image ? `, image ${image}` : ""}`,
      ]
    : [`${paint.bad("✗")} none: ${asked}`];
  return [
    ...chosen,
    `  a sandbox has ${byteSize(limits.memoryBytes)} of memory${name === "embedded" ? "" : ` and ${limits.pids} processes`}; a run has ${duration(limits.timeoutSeconds * 1000)}`,
    ...columns(
      runtime.runtimes.map((each) => [
        `  ${each.name}`,
        each.problem ? paint.faint(shortened(each.problem)) : engineText(each.engine),
      ]),
    ),
  ];
}

function engineText(engine: RuntimeFindings["runtimes"][number]["engine"]): string {
  if (!engine) return "available";
  const { address, rootless, enforces, image } = engine;
  const limits = (["memory", "pids", "cpus"] as const).filter((limit) => enforces[limit]);
  return [
    `${rootless ? "rootless, " : ""}at ${address}`,
    `limits ${limits.join(", ") || "nothing by itself"}`,
    image ? `image ${image}` : "no sandbox image",
  ].join("; ");
}

function sourceLines({ sources }: DoctorReport, paint: Paint): string[] {
  return sources.map(({ status, servers, ...source }) => {
    const label = terminalName(source.label);
    if (status === "invalid") return `${paint.bad("✗")} ${label}: not usable`;
    if (status === "absent") {
      return paint.faint(`- ${label}: ${label === "MCP_BRIDGE_CONFIG" ? "not set" : "not there"}`);
    }
    return `${paint.good("✓")} ${label}: ${servers.map(terminalName).join(", ") || "no servers"}`;
  });
}

function serverLines({ servers }: DoctorReport, paint: Paint): string[] {
  if (servers.length === 0)
    return ["none. `npx mcp-code-execution init` takes over those of your MCP clients."];
  return columns(
    servers.map(({ name, status, tools = 0, durationMs }) => [
      `${status === "ready" ? paint.good("✓") : paint.bad("✗")} ${terminalName(name)}`,
      status === "ready" ? `${tools} tool${tools === 1 ? "" : "s"}` : "failed",
      duration(durationMs),
    ]),
  );
}

function unusedLines({ shadowed, skipped }: DoctorReport): string[] {
  return [
    ...shadowed.map(({ name, source, by }) => `${name} in ${source}: the one in ${by} comes first`),
    ...skipped.map(({ name, source, reason }) => `${name} in ${source}: ${reason}`),
  ].map(terminalName);
}

/** The first sentence; the full text is listed under the problems. */
function shortened(problem: string): string {
  return problem.replace(/\s\([\s\S]*$/, "").replace(/\. [\s\S]*$/, "");
}

function indented(text: string): string {
  return terminalText(text).replaceAll("\n", "\n    ");
}
