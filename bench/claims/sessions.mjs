import { createSandboxRuntime } from "@mcp-code-execution/sandbox-runtime";
import { withOpen } from "../measure/with-open.mjs";
import { startAsyncInterpreters, startBareInterpreters } from "../measure/bare-interpreters.mjs";
import { availableBytes, proportionalBytes } from "../measure/process-usage.mjs";
import { image } from "../measure/runtimes.mjs";
import { machineAtRest } from "../measure/machine-at-rest.mjs";
import { sandboxProcesses } from "../measure/sandbox-processes.mjs";
import { quantile } from "../measure/statistics.mjs";
import { mebibytes, milliseconds, row } from "../report/rows.mjs";

export const claim = "Many sessions";
export const baseline =
  "memory: as many bare interpreters that wait, in the same image, or Pyodide in the same Deno; time: one run at a time";

export async function measure({ quick, runtimes }) {
  const rows = [];
  for (const runtime of runtimes) {
    let bytes = 0;
    // One engine is enough for two hundred sessions; measuring each of them would take longer than all the rest.
    const sizes = runtime === "podman" ? [1, 10, 50] : [1, 10, 50, 200];
    for (const sessions of quick ? [1, 2] : sizes) {
      // Most machines do not have two hundred times Pyodide's memory.
      if (bytes * sessions > availableBytes() * 0.8) {
        console.error(
          `  ${runtime}: ${sessions} sessions are more than this machine's memory holds`,
        );
        continue;
      }
      const measured = await sessionRows(runtime, sessions, quick ? 2 : 200);
      bytes = measured.bytes;
      rows.push(...measured.rows);
    }
  }
  return rows;
}

async function sessionRows(runtime, sessions, rounds) {
  const { one, two, all, bytes } = await useSessions(runtime, sessions, rounds);
  const bareBytes = await memoryOf(startBareInterpreters(runtime, sessions), sessions);
  const open = `${sessions} open`;
  const slower = (name, taken, target) =>
    row({
      runtime,
      name: `${open}: ${name}`,
      ours: milliseconds(taken),
      baseline: milliseconds(one),
      ratio: taken / one,
      ...target,
    });
  const rows = [
    ...(sessions > 1 ? [slower("p95, two at once", two, { most: 1.5 })] : []),
    ...(sessions > 2 ? [slower("p95, all at once", all)] : []),
    row({
      runtime,
      name: `${open}: memory of each`,
      ours: mebibytes(bytes),
      baseline: mebibytes(bareBytes),
      ratio: bytes / bareBytes,
      most: 1.2,
    }),
  ];
  // The part of the rest that is not ours.
  if (runtime !== "embedded" && (sessions === 10 || sessions === 2)) {
    const asyncBytes = await memoryOf(startAsyncInterpreters(runtime, sessions), sessions);
    rows.push(
      row({
        runtime,
        name: `${open}: memory of each, beside interpreters with asyncio`,
        detail: true,
        ours: mebibytes(bytes),
        baseline: mebibytes(asyncBytes),
        ratio: bytes / asyncBytes,
      }),
    );
  }
  return { rows, bytes };
}

/**
 * One session alone and two at once have many rounds, in alternation: of twenty runs, the two slowest would be the 95th
 * percentile. Before, V8 has to have compiled what a run needs: until then, its compiler uses the processors as well.
 */
async function useSessions(runtime, sessions, rounds) {
  // The server keeps fewer at the same time.
  const options = { runtime, image, warm: 0, maxSessions: sessions };
  return withOpen(createSandboxRuntime(options), async (ours) => {
    const names = Array.from({ length: sessions }, (_, number) => `s${number}`);
    // A few at a time: starting is measured elsewhere.
    for (let from = 0; from < sessions; from += 4) {
      await Promise.all(names.slice(from, from + 4).map((session) => ours.run("0", { session })));
    }
    const bytes = proportionalBytes(sandboxProcesses(runtime, process.pid)) / sessions;
    await machineAtRest();
    await bursts(ours, [names.slice(0, 2)], rounds * 10);
    const [one, two] = await bursts(ours, [names.slice(0, 1), names.slice(0, 2)], rounds);
    const [all] = await bursts(ours, [names], Math.ceil(rounds / 40));
    return { one, two, all, bytes };
  });
}

async function memoryOf(starting, count) {
  return withOpen(starting, async (bare) => proportionalBytes(bare.processes()) / count);
}

/** For each group of sessions, the 95th percentile of the durations of its runs; in a round, each group runs once. */
async function bursts(ours, groups, rounds) {
  const measured = groups.map((names) => ({ names, times: [] }));
  for (let round = 0; round < rounds; round += 1) {
    for (const { names, times } of measured) times.push(...(await burst(ours, names)));
  }
  return measured.map(({ times }) =>
    quantile(
      times.toSorted((a, b) => a - b),
      0.95,
    ),
  );
}

/** How long each of these sessions takes for a run when all run at once. */
async function burst(ours, names) {
  return Promise.all(
    names.map(async (session) => {
      const started = performance.now();
      const { value } = await ours.run("1 + 1", { session });
      if (value !== "2") throw new Error("a run failed");
      return performance.now() - started;
    }),
  );
}
