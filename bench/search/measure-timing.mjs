import { createToolIndex } from "@mcp-code-execution/tool-search";
import { byServer, toolSearch } from "./engines/tool-search.mjs";
import { growCatalog } from "./grow-catalog.mjs";

const builds = 3;
/** Searches timed of each other engine, and of the slow ones. */
const someQueries = 30;
const fewQueries = 5;

/** Milliseconds to build, and to search, by engine and size of the catalog. */
export async function measureTiming(engines, sets, sizes) {
  const tools = sets.flatMap((set) => set.tools);
  const clean = sets.flatMap((set) => set.clean.map(({ query }) => query));
  const noisy = sets.flatMap((set) => set.noisy.map(({ query }) => query));
  const rows = [];
  for (const size of sizes) {
    const catalog = growCatalog(tools, size);
    for (const engine of engines) {
      let [search, build] = [undefined, Infinity];
      for (let round = 0; round < (engine === toolSearch ? builds : 1); round++) {
        const start = performance.now();
        search = await engine.build(catalog);
        build = Math.min(build, performance.now() - start);
      }
      const count = countFor(engine, clean.length);
      const times = await timeSearches(search, clean.slice(0, count));
      const noisyTimes = await timeSearches(search, noisy.slice(0, count));
      rows.push({ engine: engine.name, size, build, clean: times, noisy: noisyTimes });
    }
  }
  return rows;
}

/** Milliseconds to replace one server in a full index, and of the next search. */
export async function measureUpdates(sets, size) {
  const index = createToolIndex();
  const catalog = growCatalog(
    sets.flatMap((set) => set.tools),
    size,
  );
  const servers = [...byServer(catalog)];
  for (const [server, tools] of servers) index.setServer(server, tools);
  await index.search("create issue");
  const [updates, searches] = [[], []];
  for (const [server, tools] of servers.slice(0, 100)) {
    let start = performance.now();
    index.setServer(server, tools);
    updates.push(performance.now() - start);
    start = performance.now();
    await index.search("craete isue");
    searches.push(performance.now() - start);
  }
  return { update: quantiles(updates), searchAfter: quantiles(searches) };
}

function countFor(engine, all) {
  if (engine === toolSearch) return all;
  return engine.slow ? fewQueries : someQueries;
}

async function timeSearches(search, queries) {
  for (const query of queries.slice(0, 5)) await search(query, 5);
  const times = [];
  for (const query of queries) {
    const start = performance.now();
    await search(query, 5);
    times.push(performance.now() - start);
  }
  return quantiles(times);
}

function quantiles(times) {
  const sorted = times.toSorted((a, b) => a - b);
  return {
    p50: sorted[Math.floor(sorted.length * 0.5)],
    p95: sorted[Math.floor(sorted.length * 0.95)],
    max: sorted.at(-1),
  };
}
