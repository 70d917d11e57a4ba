import { toolSearchWith } from "./engines/tool-search.mjs";
import { measureQuality } from "./measure-quality.mjs";

const evidence = [
  "server",
  "name",
  "summary",
  "description",
  "parameter",
  "parameterDescription",
  "value",
];

/** tool-search with one thing left out at a time. */
const ablations = [
  toolSearchWith("all", {}),
  ...evidence.map((name) => toolSearchWith(`without ${name}`, { weights: { [name]: 0 } })),
  toolSearchWith("without synonyms", { synonyms: false }),
  toolSearchWith("without spelling", { spelling: false }),
  toolSearchWith("without diversity", { diversify: false }),
];

/** @param {readonly import("./load-data.mjs").DataSet[]} sets */
export async function measureAblations(sets) {
  const rows = [];
  for (const engine of ablations) {
    const bySet = {};
    for (const set of sets) bySet[set.name] = await measureQuality(engine, set);
    rows.push({ name: engine.name, bySet });
  }
  return rows;
}
