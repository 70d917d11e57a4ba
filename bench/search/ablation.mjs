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
/** Evidence that few catalogs contain, by the property that holds it. */
const rareEvidence = {
  serverDescription: "serverDescription",
  title: "title",
  annotations: "annotation",
};

/** tool-search without one of its features at a time. */
const ablations = [
  toolSearchWith("all", {}),
  ...evidence.map((name) => toolSearchWith(`without ${name}`, { weights: { [name]: 0 } })),
  toolSearchWith("without synonyms", { synonyms: false }),
  toolSearchWith("without spelling", { spelling: false }),
  toolSearchWith("without lightWords", { lightWords: false }),
  toolSearchWith("without closeness", { closeness: false }),
  toolSearchWith("without actions", { actions: false }),
  toolSearchWith("without values", { values: false }),
  toolSearchWith("without diversity", { diversify: false }),
];

function ablationsFor(sets) {
  const has = (property) => sets.some(({ tools }) => tools.some((tool) => tool[property]));
  const rare = Object.entries(rareEvidence).filter(([property]) => has(property));
  return [
    ...ablations,
    ...rare.map(([, name]) => toolSearchWith(`without ${name}`, { weights: { [name]: 0 } })),
  ];
}

/** @param {readonly import("./load-data.mjs").DataSet[]} sets */
export async function measureAblations(sets) {
  const rows = [];
  for (const engine of ablationsFor(sets)) {
    const bySet = {};
    for (const set of sets) bySet[set.name] = await measureQuality(engine, set);
    rows.push({ name: engine.name, bySet });
  }
  return rows;
}
