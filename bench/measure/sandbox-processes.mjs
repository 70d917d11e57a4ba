import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { tree } from "./process-usage.mjs";

/** The processes of the sandboxes that are open in the server with this process id. */
export function sandboxProcesses(runtime, serverPid) {
  if (runtime !== "embedded") {
    const label = `label=mcp-code-execution.pid=${serverPid}`;
    return containerProcesses(runtime, engine(runtime, "ps", "-q", "--filter", label));
  }
  return tree(serverPid).filter((pid) => readFileSync(`/proc/${pid}/comm`, "utf8") === "deno\n");
}

/** The processes of these containers, by this machine's process ids. */
export function containerProcesses(runtime, ids) {
  const roots = engine(runtime, "inspect", "--format", "{{.State.Pid}}", ...ids);
  return roots.flatMap((pid) => tree(pid));
}

/** The output of the engine's command, by line. */
export function engine(runtime, ...args) {
  const { status, stdout, stderr } = spawnSync(runtime, args, { encoding: "utf8" });
  if (status !== 0) throw new Error(`${runtime} ${args[0]} failed: ${stderr}`);
  return stdout.split("\n").filter(Boolean);
}
