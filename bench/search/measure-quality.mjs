import { measureQuery } from "./metrics.mjs";

/**
 * The figures of each query, clean and misspelt, in the order of the data.
 * @param {import("./engines/all-engines.mjs").Engine} engine
 * @param {import("./load-data.mjs").DataSet} set
 */
export async function measureQuality(engine, set) {
  const search = await engine.build(set.tools);
  const measure = async (queries) => {
    const measured = [];
    for (const { query, relevant } of queries) {
      measured.push(measureQuery(await search(query, 10), relevant));
    }
    return measured;
  };
  return { clean: await measure(set.clean), noisy: await measure(set.noisy) };
}
