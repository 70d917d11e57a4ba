import { average } from "./metrics.mjs";

const keys = ["recall1", "recall5", "mrr10", "ndcg10"];
const heads = ["R@1", "R@5", "MRR", "nDCG"];

/** @param {readonly any[]} summaries */
export function printQuality(summaries) {
  for (const { set, part, queries, engines, leads, inHalves, calibration } of summaries) {
    console.log(`\n${set}, ${part}: ${queries} queries (clean | misspelt)`);
    console.log(row("", [...heads, "|", ...heads]));
    for (const { name, clean, noisy } of engines) {
      const figures = (metrics) => keys.map((key) => metrics[key].toFixed(3));
      console.log(row(name, [...figures(clean), "|", ...figures(noisy)]));
    }
    const ours = engines.at(-1);
    console.log(`misspelt / clean: ${percent(ours.noisy.mrr10 / ours.clean.mrr10)} of MRR`);
    for (const spelling of ["clean", "noisy"]) {
      for (const [key, { best, lead, low, high }] of Object.entries(leads[spelling])) {
        const range = `95 % of redraws: ${percent(low)} to ${percent(high)}`;
        console.log(`lead in ${key}, ${spelling}: ${percent(lead)} over ${best} (${range})`);
      }
    }
    printHalves(inHalves);
    if (part === "all") printCalibration(calibration);
  }
}

function printHalves(inHalves) {
  for (const [spelling, figures] of Object.entries(inHalves)) {
    for (const [key, { middle, low, high, ahead }] of Object.entries(figures)) {
      const range = `95 % of halves: ${percent(low)} to ${percent(high)}`;
      console.log(
        `lead in ${key}, ${spelling}, in random halves: ${percent(middle)} (${range}), ahead in ${percent(ahead)}`,
      );
    }
  }
}

function printCalibration(calibration) {
  for (const [which, { rows, error }] of Object.entries(calibration)) {
    console.log(row(`scores, ${which}`, ["hits", "mean", "right", "namesake"], 8));
    for (const { from, to, hits, score, right, namesake } of rows) {
      if (hits === 0) continue;
      const figures = [score, right, namesake].map((figure) => figure.toFixed(2));
      console.log(row(`  ${from} to ${to}`, [`${hits}`, ...figures], 8));
    }
    console.log(`  off by ${error.toFixed(3)} on average`);
  }
}

/** @param {readonly {set: string, name: string, tools: number, first: Record<string, number>}[]} rows */
export function printNames(rows) {
  console.log("\nTools that come first when their exact name is the query");
  console.log(row("", ["tools", ...Object.keys(rows[0].first)], 18));
  for (const { set, name, tools, first } of rows) {
    const counts = Object.values(first).map((count) => `${count}`);
    console.log(row(`${set}, ${name}`, [`${tools}`, ...counts], 18));
  }
}

/** @param {readonly {catalog: string, from: string, queries: number, mean: number, half: number, high: number}[]} rows */
export function printStrangers(rows) {
  console.log("\nScore of the best hit where a set's queries are asked of another's catalog");
  console.log(row("catalog, queries of", ["queries", "mean", "> 0.5", "> 0.8"], 8));
  for (const { catalog, from, queries, mean, half, high } of rows) {
    const figures = [mean, half, high].map((figure) => figure.toFixed(2));
    console.log(row(`${catalog}, ${from}`, [`${queries}`, ...figures], 8));
  }
}

/** @param {readonly {set: string, mean: number, p50: number, p95: number}[]} rows */
export function printTokens(rows) {
  console.log(
    "\nTokens (o200k) of five hits, as user code prints them: score, server, signature, description",
  );
  console.log(row("", ["mean", "p50", "p95"]));
  for (const { set, mean, p50, p95 } of rows) {
    console.log(row(set, [mean.toFixed(0), `${p50}`, `${p95}`]));
  }
}

/** @param {readonly {name: string, bySet: object}[]} rows */
export function printAblation(rows) {
  const sets = Object.keys(rows[0].bySet);
  const columns = sets.flatMap((set) => [`${set} MRR`, "misspelt", "R@5", "misspelt"]);
  console.log("\nAblation, all queries");
  console.log(row("", columns, 13));
  for (const { name, bySet } of rows) {
    const figures = sets.flatMap((set) => {
      const [clean, noisy] = [average(bySet[set].clean), average(bySet[set].noisy)];
      return [clean.mrr10, noisy.mrr10, clean.recall5, noisy.recall5];
    });
    console.log(
      row(
        name,
        figures.map((figure) => figure.toFixed(3)),
        13,
      ),
    );
  }
}

export function printTiming(timing, updates, machine) {
  const { processor, cores, node, load } = machine;
  console.log(
    `\nTiming in ms on ${processor}, ${cores} cores, Node ${node}, load ${load.toFixed(1)} at the start. Each search is timed once, after a warm-up.`,
  );
  console.log("cpu: what the process had of the processors, for a build, and p95 for a search");
  const columns = [
    "tools",
    "build",
    "cpu",
    "p50",
    "p95",
    "cpu",
    "|misspelt",
    "p50",
    "p95",
    "cpu",
    "load",
  ];
  console.log(row("", columns, 9));
  for (const { engine, size, build, buildProcessor, clean, noisy, load: loadThen } of timing) {
    const figures = [build, buildProcessor, ...timesOf(clean)].map((ms) => ms.toFixed(2));
    const misspelt = timesOf(noisy).map((ms) => ms.toFixed(2));
    console.log(row(engine, [`${size}`, ...figures, "|", ...misspelt, loadThen.toFixed(1)], 9));
  }
  const { update, searchAfter } = updates;
  console.log(
    `tool-search, one server of 25 replaced among 10,000 tools: p50 ${update.p50.toFixed(2)}, p95 ${update.p95.toFixed(2)}, cpu p95 ${update.processor.toFixed(2)}; the next search, misspelt: p50 ${searchAfter.p50.toFixed(2)}, p95 ${searchAfter.p95.toFixed(2)}`,
  );
}

function timesOf({ p50, p95, processor: cpu }) {
  return [p50, p95, cpu];
}

function row(name, cells, width = 6) {
  return `${name.padEnd(26)}${cells.map((cell) => cell.padStart(width)).join(" ")}`;
}

function percent(share) {
  return `${(share * 100).toFixed(1)} %`;
}
