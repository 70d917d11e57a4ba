import { withOpen } from "../measure/with-open.mjs";
import { alternate } from "../measure/alternate.mjs";
import { benchServer, connect, ourServer } from "../measure/connect.mjs";
import { throughputRow, timesRow } from "../report/rows.mjs";

export const claim = "Calls of tools from inside a run";
export const baseline = "the same calls made directly with the SDK's client";

export async function measure({ quick, runtimes }) {
  const [inTurn, rounds] = quick ? [10, 2] : [200, 15];
  const atOnce = quick ? 20 : 1000;
  const rows = [];
  for (const runtime of runtimes) {
    await withOpen(connect(benchServer()), async (direct) => {
      await withOpen(connect(ourServer(runtime, { bench: benchServer() })), async (ours) => {
        await ours.run("await mcp_bench.constant()");
        const calls = await alternate(rounds, {
          ours: () => timedInside(ours, `for _ in range(${inTurn}): await mcp_bench.constant()`),
          baseline: () =>
            timed(async () => {
              for (let call = 0; call < inTurn; call += 1) await direct.text("constant");
            }),
        });
        rows.push(timesRow(`${runtime}, ${inTurn} one after another`, calls, { most: 1.25 }));
        const gathered = await alternate(rounds, {
          ours: () =>
            timedInside(
              ours,
              `await asyncio.gather(*(mcp_bench.constant() for _ in range(${atOnce})))`,
            ),
          baseline: () =>
            timed(() => Promise.all(Array.from({ length: atOnce }, () => direct.text("constant")))),
        });
        rows.push(throughputRow(`${runtime}, ${atOnce} through gather`, gathered, { least: 0.8 }));
      });
    });
  }
  return rows;
}

async function timed(work) {
  const started = performance.now();
  await work();
  return performance.now() - started;
}

/** Milliseconds by the clock of the sandbox, so that the run itself does not count. */
async function timedInside(ours, statement) {
  const code = `import time\nstarted = time.perf_counter()\n${statement}\nprint(1000 * (time.perf_counter() - started))`;
  return Number(await ours.run(code));
}
