import { measureQuery } from "./metrics.mjs";

/**
 * The figures of each query, with its first five hits as they are judged, clean and misspelt, in the order of the data.
 * @param {import("./engines/all-engines.mjs").Engine} engine
 * @param {import("./load-data.mjs").DataSet} set
 */
export async function measureQuality(engine, set) {
  const search = await engine.build(set.tools);
  const measure = async (queries) => {
    const measured = [];
    for (const { query, relevant } of queries) {
      const hits = await search(query, 10);
      const five = hits.slice(0, 5).map((hit) => judge(hit, relevant));
      measured.push({ ...measureQuery(hits, relevant), five });
    }
    return measured;
  };
  return { clean: await measure(set.clean), noisy: await measure(set.noisy) };
}

function judge({ server, tool, score }, relevant) {
  return {
    score,
    isRight: relevant.some((label) => label.server === server && label.tool === tool),
    isNamesake: relevant.some((label) => plain(label.tool) === plain(tool)),
  };
}

function plain(name) {
  return name.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, "");
}
