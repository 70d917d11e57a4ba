import { average, measureQuery } from "./metrics.mjs";

/** @returns {Promise<{clean: import("./metrics.mjs").Metrics, noisy: import("./metrics.mjs").Metrics, each: object[]}>} */
export async function measureQuality(engine, tools, queries) {
  const search = await engine.build(tools);
  const run = async (list) => {
    const measured = [];
    for (const { query, relevant } of list) {
      measured.push(measureQuery(await search(query, 10), relevant));
    }
    return measured;
  };
  const clean = await run(queries.clean);
  const noisy = await run(queries.noisy);
  return { clean: average(clean), noisy: average(noisy), each: { clean, noisy } };
}
