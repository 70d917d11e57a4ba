import { withOpen } from "../measure/with-open.mjs";
import { setTimeout as sleep } from "node:timers/promises";
import { benchServer, connect, isBenchServer, ourServer } from "../measure/connect.mjs";
import { processorTimes, tree, usedSince } from "../measure/process-usage.mjs";
import { sandboxProcesses } from "../measure/sandbox-processes.mjs";
import { milliseconds, row } from "../report/rows.mjs";

export const claim = "Processor time of an idle server with an open session and a warm sandbox";
export const baseline = "none at all";

export async function measure({ quick, runtimes }) {
  // After a minute the session is paused; V8 collects garbage for the last time within half a minute of the last run.
  const settling = quick ? 1 : 75;
  // The warm sandbox that replaces the used one is started a second after the run.
  const replacing = quick ? 1 : 10;
  const idle = quick ? 1 : 20;
  const rows = [];
  for (const runtime of runtimes) {
    await withOpen(connect(ourServer(runtime, { bench: benchServer() })), async (ours) => {
      await ours.run("await mcp_bench.constant()");
      await sleep(replacing * 1000);
      const run = async (seconds) => {
        const before = processorTimes(idleProcesses(runtime, ours.pid));
        await sleep(seconds * 1000);
        return usedSince(before, idleProcesses(runtime, ours.pid));
      };
      const taken = await run(settling);
      rows.push(
        row({
          runtime,
          name: `what a run leaves to do: ${settling} s from ${replacing} s after it`,
          detail: true,
          ours: milliseconds(taken),
          baseline: "0 ms",
          ratio: taken,
          written: share(taken, settling),
        }),
      );
      const used = await run(idle);
      rows.push(
        row({
          runtime,
          name: `${idle} s from ${replacing + settling} s after a run`,
          ours: milliseconds(used),
          baseline: "0 ms",
          ratio: used,
          written: share(used, idle),
          most: 10,
          wanted: "≤ 10 ms",
        }),
      );
    });
  }
  return rows;
}

const share = (used, seconds) => `${(used / (10 * seconds)).toFixed(3)} %`;

/** Our server, its guardian process and the sandboxes: the server behind it is the user's. */
function idleProcesses(runtime, serverPid) {
  const ours = tree(serverPid).filter((pid) => !isBenchServer(pid));
  return [...new Set([...ours, ...sandboxProcesses(runtime, serverPid)])];
}
