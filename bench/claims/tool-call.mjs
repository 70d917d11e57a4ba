import { withOpen } from "../measure/with-open.mjs";
import { timeInTurn } from "../measure/alternate.mjs";
import { benchServer, connect, leastServer, ourServer } from "../measure/connect.mjs";
import { besideLeast } from "../report/rows.mjs";

export const claim = "Tool calls from inside a run";
export const baseline = "the same calls made directly with the SDK's client";

export async function measure({ quick, runtimes }) {
  const [inTurn, rounds] = quick ? [10, 2] : [200, 15];
  const atOnce = quick ? 20 : 1000;
  const rows = [];
  for (const runtime of runtimes) {
    await withOpen(connect(benchServer()), async (direct) => {
      await withOpen(connect(leastServer(runtime, benchServer())), async (least) => {
        await withOpen(connect(ourServer(runtime, { bench: benchServer() })), async (ours) => {
          await ours.run("await mcp_bench.constant()");
          const calls = await timeInTurn(rounds, {
            baseline: () =>
              timed(async () => {
                for (let call = 0; call < inTurn; call += 1) await direct.text("constant");
              }),
            least: async () => Number(await least.run(`calls(${inTurn}, at_once=1)`)),
            ours: () => timedInside(ours, `for _ in range(${inTurn}): await mcp_bench.constant()`),
          });
          const one = { runtime, name: `${inTurn} one after another` };
          rows.push(...besideLeast(one, calls, { most: 1.25 }));
          const gathered = await timeInTurn(rounds, {
            baseline: () =>
              timed(() =>
                Promise.all(Array.from({ length: atOnce }, () => direct.text("constant"))),
              ),
            least: async () => Number(await least.run(`calls(${atOnce}, at_once=${atOnce})`)),
            ours: () =>
              timedInside(
                ours,
                `await asyncio.gather(*(mcp_bench.constant() for _ in range(${atOnce})))`,
              ),
          });
          const all = { runtime, name: `${atOnce} through gather` };
          rows.push(...besideLeast(all, gathered, { least: 0.8, throughput: true }));
        });
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

/** Milliseconds by the sandbox's clock, so that the run itself does not count. */
async function timedInside(ours, statement) {
  const code = `import time\nstarted = time.perf_counter()\n${statement}\nprint(1000 * (time.perf_counter() - started))`;
  return Number(await ours.run(code));
}
