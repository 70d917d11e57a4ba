import { withOpen } from "../measure/with-open.mjs";
import { spawnSync } from "node:child_process";
import { setTimeout as pause } from "node:timers/promises";
import { alternate, timeInTurn } from "../measure/alternate.mjs";
import { benchServer, connect, leastServer, ourServer } from "../measure/connect.mjs";
import { image } from "../measure/runtimes.mjs";
import { summarize } from "../measure/statistics.mjs";
import { besideLeast, throughputRow } from "../report/rows.mjs";

export const claim = 'run_python("1 + 1") in an existing session, from client to client over stdio';
export const baseline =
  "a tool that returns a constant over the same SDK and transport; a container for each call";

/** An engine finishes removing a container some time after its command has ended. */
const engineRestsMs = 1_000;

export async function measure({ quick, runtimes }) {
  const rows = [];
  return withOpen(connect(benchServer()), async (constant) => {
    for (const runtime of runtimes) {
      await withOpen(connect(ourServer(runtime)), async (ours) => {
        // The first answers contain notices.
        for (let warming = 0; warming < 20; warming += 1) await ours.run("1 + 1");
        await withOpen(connect(leastServer(runtime)), async (least) => {
          const taken = await timeInTurn(quick ? 5 : 300, {
            baseline: () => onlyTwo(constant.text("constant")),
            least: () => onlyTwo(least.run("1 + 1")),
            ours: () => onlyTwo(ours.run("1 + 1")),
          });
          rows.push(...besideLeast({ runtime }, taken, { most: runtime === "embedded" ? 2 : 1.5 }));
        });
        if (runtime !== "embedded") {
          const cold = await alternate(quick ? 2 : 10, {
            ours: () => medianRun(ours, quick ? 2 : 20),
            baseline: () => containerPerCall(runtime),
          });
          rows.push(
            throughputRow({ runtime, name: "beside a container for each call" }, cold, {
              least: 200,
            }),
          );
        }
      });
    }
    return rows;
  });
}

async function onlyTwo(answer) {
  const text = await answer;
  if (text.trim() !== "2") throw new Error(`2 was to come back, not ${text}`);
}

/** The times of this many runs, after the engine has had time to remove the containers of earlier ones. */
async function medianRun(ours, count) {
  await pause(engineRestsMs);
  const { ours: runs } = await timeInTurn(count, { ours: () => onlyTwo(ours.run("1 + 1")) });
  return summarize(runs).median;
}

async function containerPerCall(engine) {
  const args = ["run", "-i", "--rm", "--network", "none", image, "python3", "-c", "print(1 + 1)"];
  const { stdout, stderr } = spawnSync(engine, args, { encoding: "utf8" });
  if (stdout.trim() !== "2") throw new Error(`${engine} run failed: ${stderr}`);
}
