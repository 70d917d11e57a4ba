import { calibrate, calibrationError } from "./calibrate.mjs";
import { compareInHalves, compareWithBest } from "./compare.mjs";
import { toolSearch } from "./engines/tool-search.mjs";
import { average } from "./metrics.mjs";

const parts = ["all", "seen", "held"];
const spellings = ["clean", "noisy"];

/**
 * Averages by set, part and engine, and our lead over the best other engine in each.
 * @param {readonly {set: string, name: string, clean: object[], noisy: object[]}[]} measured
 * @param {ReadonlyMap<string, boolean[]>} held
 */
export function summarize(measured, held) {
  const summaries = [];
  for (const [set, isHeld] of held) {
    for (const part of parts) {
      const inPart = (_, index) => part === "all" || isHeld[index] === (part === "held");
      const rows = measured
        .filter((row) => row.set === set)
        .map((row) => ({
          name: row.name,
          clean: row.clean.filter(inPart),
          noisy: row.noisy.filter(inPart),
        }));
      summaries.push(summarizePart(set, part, rows));
    }
  }
  return summaries;
}

function summarizePart(set, part, rows) {
  const ours = rows.find(({ name }) => name === toolSearch.name);
  const others = rows.filter((row) => row !== ours);
  const leads = {};
  const inHalves = {};
  for (const spelling of spellings) {
    const lists = others.map((row) => ({ name: row.name, measured: row[spelling] }));
    leads[spelling] = {
      mrr10: compareWithBest(ours[spelling], lists, "mrr10"),
      recall5: compareWithBest(ours[spelling], lists, "recall5"),
    };
    if (part !== "all") continue;
    inHalves[spelling] = {
      mrr10: compareInHalves(ours[spelling], lists, "mrr10"),
      recall5: compareInHalves(ours[spelling], lists, "recall5"),
    };
  }
  const engines = rows.map(({ name, clean, noisy }) => ({
    name,
    clean: average(clean),
    noisy: average(noisy),
  }));
  const all = [...ours.clean, ...ours.noisy];
  const calibration = {
    first: calibrateHits(all.flatMap(({ five }) => five.slice(0, 1))),
    "first five": calibrateHits(all.flatMap(({ five }) => five)),
  };
  return { set, part, queries: ours.clean.length, engines, leads, inHalves, calibration };
}

function calibrateHits(hits) {
  return { rows: calibrate(hits), error: calibrationError(hits) };
}
