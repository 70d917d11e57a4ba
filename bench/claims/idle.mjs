import { withOpen } from "../measure/with-open.mjs";
import { setTimeout as sleep } from "node:timers/promises";
import { benchServer, connect, ourServer } from "../measure/connect.mjs";
import { cpuSeconds, tree } from "../measure/process-usage.mjs";
import { sandboxProcesses } from "../measure/sandbox-processes.mjs";
import { row } from "../report/rows.mjs";

export const claim = "Processor time of an idle server with an open session";
export const baseline = "none at all; a clock tick is 10 ms";

export async function measure({ quick, runtimes }) {
  const seconds = quick ? 1 : 20;
  const rows = [];
  for (const runtime of runtimes) {
    await withOpen(connect(ourServer(runtime, { bench: benchServer() })), async (ours) => {
      await ours.run("await mcp_bench.constant()");
      // What the start and the run left to do, a warm sandbox for one, is done by then.
      await sleep(quick ? 500 : 10_000);
      const pids = [...new Set([...tree(ours.pid), ...sandboxProcesses(runtime, ours.pid)])];
      const before = cpuSeconds(pids);
      await sleep(seconds * 1000);
      const used = cpuSeconds(pids) - before;
      rows.push(
        row({
          name: `${runtime}, ${seconds} s`,
          ours: `${Math.round(used * 1000)} ms`,
          baseline: "0 ms",
          ratio: used,
          written: `${((100 * used) / seconds).toFixed(2)} %`,
          most: 0.01,
          wanted: "≤ 10 ms",
        }),
      );
    });
  }
  return rows;
}
