import { toolSearch } from "./engines/tool-search.mjs";

/** The number of queries of a set that are run against each other set's catalog, spread over the whole set. */
const most = 100;

/**
 * The best hit's score where a set's queries are asked of another set's catalog, which has no tool for most of
 * them: by catalog and set the mean, and the share of queries whose best hit has more than half, and more than 0.8.
 * @param {readonly import("./load-data.mjs").DataSet[]} sets
 */
export async function measureStrangers(sets) {
  const rows = [];
  for (const { name: catalog, tools } of sets) {
    const search = toolSearch.build(tools);
    for (const { name: from, clean } of sets) {
      if (from === catalog) continue;
      const step = Math.max(1, Math.floor(clean.length / most));
      const scores = [];
      for (let index = 0; index < clean.length; index += step) {
        const [best] = await search(clean[index].query, 1);
        scores.push(best?.score ?? 0);
      }
      const above = (least) => scores.filter((score) => score > least).length / scores.length;
      const mean = scores.reduce((sum, score) => sum + score, 0) / scores.length;
      rows.push({
        catalog,
        from,
        queries: scores.length,
        mean,
        half: above(0.5),
        high: above(0.8),
      });
    }
  }
  return rows;
}
