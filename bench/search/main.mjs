// Measures tool-search beside other search engines over labelled queries, and prints the tables.
import { cpus, loadavg } from "node:os";
import { readCommandLine } from "../command-line.mjs";
import { measureAblations } from "./ablation.mjs";
import { otherEngines } from "./engines/all-engines.mjs";
import { toolSearch } from "./engines/tool-search.mjs";
import { loadData } from "./load-data.mjs";
import { measureNames } from "./measure-names.mjs";
import { measureQuality } from "./measure-quality.mjs";
import { measureStrangers } from "./measure-strangers.mjs";
import { measureTiming, measureUpdates } from "./measure-timing.mjs";
import { measureTokens } from "./measure-tokens.mjs";
import {
  printAblation,
  printNames,
  printQuality,
  printStrangers,
  printTiming,
  printTokens,
} from "./print-tables.mjs";
import { isHeldBack } from "./split-halves.mjs";
import { summarize } from "./summarize.mjs";

const sizes = [100, 1000, 10_000];
const usage =
  "Usage: node bench/search/main.mjs FOLDER [--json] [--only quality|names|strangers|ablation|tokens|timing] [--fast] [--own] [--seed TEXT]";
const { values, positionals } = readCommandLine(usage, {
  allowPositionals: true,
  options: {
    json: { type: "boolean", default: false },
    seed: { type: "string", default: "" },
    only: {
      type: "string",
      multiple: true,
      default: ["quality", "names", "strangers", "ablation", "tokens", "timing"],
    },
    fast: { type: "boolean", default: false },
    own: { type: "boolean", default: false },
  },
});

try {
  await run(positionals[0]);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}

async function run(folder) {
  if (folder === undefined) {
    throw new Error(`Name the folder of the data. ${usage}`);
  }
  const sets = loadData(folder);
  const held = new Map(sets.map((set) => [set.name, isHeldBack(set.clean, values.seed)]));
  const engines = [...otherEngines.filter(({ slow }) => !(values.fast && slow)), toolSearch];
  const result = { machine: machine() };
  if (values.only.includes("quality")) {
    const measured = [];
    for (const set of sets) {
      for (const engine of engines) {
        measured.push({ set: set.name, name: engine.name, ...(await measureQuality(engine, set)) });
      }
    }
    result.quality = summarize(measured, held);
  }
  if (values.only.includes("names")) {
    result.names = await measureNames(values.own ? [toolSearch] : engines, sets);
  }
  if (values.only.includes("strangers")) result.strangers = await measureStrangers(sets);
  if (values.only.includes("ablation")) result.ablation = await measureAblations(sets);
  if (values.only.includes("tokens")) result.tokens = await measureTokens(sets);
  if (values.only.includes("timing")) {
    result.timing = await measureTiming(values.own ? [toolSearch] : engines, sets, sizes);
    result.updates = await measureUpdates(sets, sizes.at(-1));
  }
  if (values.json) console.log(JSON.stringify(result, leaveOutLists, 2));
  else print(result);
}

function print({ machine: on, quality, names, strangers, ablation, tokens, timing, updates }) {
  if (quality) printQuality(quality);
  if (names) printNames(names);
  if (strangers?.length > 0) printStrangers(strangers);
  if (ablation) printAblation(ablation);
  if (tokens) printTokens(tokens);
  if (timing) printTiming(timing, updates, on);
}

function machine() {
  return {
    processor: cpus()[0]?.model ?? "unknown",
    cores: cpus().length,
    node: process.version,
    load: loadavg()[0],
  };
}

/** The figures of the ablation for single queries are only needed for averages. */
function leaveOutLists(key, value) {
  return key === "bySet" ? undefined : value;
}
