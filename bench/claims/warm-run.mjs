import { withOpen } from "../measure/with-open.mjs";
import { spawnSync } from "node:child_process";
import { alternate } from "../measure/alternate.mjs";
import { benchServer, connect, ourServer } from "../measure/connect.mjs";
import { image } from "../measure/runtimes.mjs";
import { throughputRow, timesRow } from "../report/rows.mjs";

export const claim = 'run_python("1 + 1") in a session that is there, client to client over stdio';
export const baseline =
  "a tool that returns a constant, same SDK, same transport; one container per call";

export async function measure({ quick, runtimes }) {
  const rows = [];
  return withOpen(connect(benchServer()), async (constant) => {
    for (const runtime of runtimes) {
      await withOpen(connect(ourServer(runtime)), async (ours) => {
        const run = () => onlyTwo(ours.run("1 + 1"));
        // The first answers carry notices.
        for (let warming = 0; warming < 20; warming += 1) await ours.run("1 + 1");
        const taken = await alternate(quick ? 5 : 300, {
          ours: run,
          baseline: () => onlyTwo(constant.text("constant")),
        });
        rows.push(timesRow(runtime, taken, { most: runtime === "embedded" ? 2 : 1.5 }));
        if (runtime !== "embedded") {
          const cold = await alternate(quick ? 2 : 10, {
            ours: run,
            baseline: () => containerPerCall(runtime),
          });
          rows.push(throughputRow(`${runtime}, one container per call`, cold, { least: 200 }));
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

async function containerPerCall(engine) {
  const args = ["run", "-i", "--rm", "--network", "none", image, "python3", "-c", "print(1 + 1)"];
  const { stdout, stderr } = spawnSync(engine, args, { encoding: "utf8" });
  if (stdout.trim() !== "2") throw new Error(`${engine} run failed: ${stderr}`);
}
