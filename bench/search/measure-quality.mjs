import { measureQuery } from "./metrics.mjs";

/**
 * The figures of each query, with the first hit's score where the engine gives one, clean and misspelt, in the order of the data.
 * @param {import("./engines/all-engines.mjs").Engine} engine
 * @param {import("./load-data.mjs").DataSet} set
 */
export async function measureQuality(engine, set) {
  const search = await engine.build(set.tools);
  const measure = async (queries) => {
    const measured = [];
    for (const { query, relevant } of queries) {
      const hits = await search(query, 10);
      measured.push({ ...measureQuery(hits, relevant), score: hits[0]?.score });
    }
    return measured;
  };
  return { clean: await measure(set.clean), noisy: await measure(set.noisy) };
}
