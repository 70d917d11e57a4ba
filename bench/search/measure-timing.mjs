import { loadavg } from "node:os";
import { createToolIndex } from "@mcp-code-execution/tool-search";
import { byServer, toolSearch } from "./engines/tool-search.mjs";
import { growCatalog } from "./grow-catalog.mjs";

const builds = 5;
/** Searches before the measurement, so that the code is compiled. */
const warmUp = 100;
/** The number of timed searches for each other engine, and for the slow ones. */
const someQueries = 30;
const fewQueries = 5;

/** Milliseconds to build an index, and to search it, by engine and size of the catalog. */
export async function measureTiming(engines, sets, sizes) {
  const tools = sets.flatMap((set) => set.tools);
  const clean = sets.flatMap((set) => set.clean.map(({ query }) => query));
  const noisy = sets.flatMap((set) => set.noisy.map(({ query }) => query));
  const rows = [];
  for (const size of sizes) {
    const catalog = growCatalog(tools, size);
    for (const engine of engines) {
      let [search, build, buildProcessor] = [undefined, Infinity, Infinity];
      for (let round = 0; round < (engine === toolSearch ? builds : 1); round++) {
        const [start, before] = [performance.now(), processorTime()];
        search = await engine.build(catalog);
        build = Math.min(build, performance.now() - start);
        buildProcessor = Math.min(buildProcessor, processorTime() - before);
      }
      const count = countFor(engine, clean.length);
      const others = [...noisy.slice(-warmUp), ...clean.slice(-warmUp)].slice(0, 2 * count);
      for (const query of others) await search(query, 5);
      const times = await timeSearches(search, clean.slice(0, count));
      const noisyTimes = await timeSearches(search, noisy.slice(0, count));
      const load = loadavg()[0];
      rows.push({
        engine: engine.name,
        size,
        build,
        buildProcessor,
        clean: times,
        noisy: noisyTimes,
        load,
      });
    }
  }
  return rows;
}

/** Milliseconds to replace one server in a full index, and for the next search. */
export async function measureUpdates(sets, size) {
  const index = createToolIndex();
  const catalog = growCatalog(
    sets.flatMap((set) => set.tools),
    size,
  );
  const servers = [...byServer(catalog)];
  for (const [server, tools] of servers) index.setServer(server, tools);
  await index.search("create issue");
  const [updates, searches, processor] = [[], [], []];
  for (const [server, tools] of servers.slice(0, 100)) {
    let start = performance.now();
    const before = processorTime();
    index.setServer(server, tools);
    updates.push(performance.now() - start);
    processor.push(processorTime() - before);
    start = performance.now();
    await index.search("craete isue");
    searches.push(performance.now() - start);
  }
  return {
    update: { ...quantiles(updates), processor: quantiles(processor).p95 },
    searchAfter: quantiles(searches),
  };
}

function countFor(engine, all) {
  if (engine === toolSearch) return all;
  return engine.slow ? fewQueries : someQueries;
}

async function timeSearches(search, queries) {
  const [times, processor] = [[], []];
  for (const query of queries) {
    const [start, before] = [performance.now(), processorTime()];
    await search(query, 5);
    times.push(performance.now() - start);
    processor.push(processorTime() - before);
  }
  return { ...quantiles(times), processor: quantiles(processor).p95 };
}

/** Milliseconds of processor time of this process, which other work on the machine hardly changes. */
function processorTime() {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

function quantiles(times) {
  const sorted = times.toSorted((a, b) => a - b);
  return {
    p50: sorted[Math.floor(sorted.length * 0.5)],
    p95: sorted[Math.floor(sorted.length * 0.95)],
    max: sorted.at(-1),
  };
}
