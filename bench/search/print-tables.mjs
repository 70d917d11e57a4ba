import { average } from "./metrics.mjs";

const keys = ["recall1", "recall5", "mrr10", "ndcg10"];
const heads = ["R@1", "R@5", "MRR", "nDCG"];

/** @param {readonly any[]} summaries */
export function printQuality(summaries) {
  for (const { set, part, queries, engines, leads } of summaries) {
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
    `\nTiming in ms on ${processor}, ${cores} cores, Node ${node}, load ${load.toFixed(1)}`,
  );
  console.log(row("", ["tools", "build", "p50", "p95", "| misspelt", "p50", "p95"], 10));
  for (const { engine, size, build, clean, noisy } of timing) {
    const figures = [build, clean.p50, clean.p95].map((ms) => ms.toFixed(2));
    const misspelt = [noisy.p50, noisy.p95].map((ms) => ms.toFixed(2));
    console.log(row(engine, [`${size}`, ...figures, "|", ...misspelt], 10));
  }
  const { update, searchAfter } = updates;
  console.log(
    `tool-search, one server of 25 replaced among 10,000 tools: p50 ${update.p50.toFixed(2)}, p95 ${update.p95.toFixed(2)}; the next search, misspelt: p50 ${searchAfter.p50.toFixed(2)}, p95 ${searchAfter.p95.toFixed(2)}`,
  );
}

function row(name, cells, width = 6) {
  return `${name.padEnd(26)}${cells.map((cell) => cell.padStart(width)).join(" ")}`;
}

function percent(share) {
  return `${(share * 100).toFixed(1)} %`;
}
