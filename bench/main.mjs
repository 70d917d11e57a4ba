// Measures what the README claims, each beside its own baseline in the same minutes, and prints one table.
//
//   node bench/main.mjs [--quick] [--json FILE] [CLAIM…]
//
// --quick only shows that every measurement works: few rounds, small sizes, no figure worth keeping. CLAIM is the name
// of a file in claims/. Exits with 1 where a claim could not be measured; a missed target is a line of the table.
import { writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { availableRuntimes } from "./measure/runtimes.mjs";
import { machine } from "./report/machine.mjs";
import { printTable } from "./report/print-table.mjs";

const all = [
  "context",
  "stories",
  "warm-run",
  "tool-call",
  "cold-start",
  "large-values",
  "sessions",
  "process-start",
  "idle",
  "flat-memory",
];
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { quick: { type: "boolean", default: false }, json: { type: "string" } },
});
const unknown = positionals.filter((name) => !all.includes(name));
if (unknown.length > 0) {
  console.error(`There is no claim ${unknown.join(", ")}. There are: ${all.join(", ")}.`);
  process.exit(2);
}

const runtimes = availableRuntimes();
const results = [];
for (const name of positionals.length > 0 ? positionals : all) {
  const { claim, baseline, measure } = await import(`./claims/${name}.mjs`);
  console.error(`measuring ${name}`);
  try {
    results.push({ name, claim, baseline, rows: await measure({ quick: values.quick, runtimes }) });
  } catch (error) {
    console.error(error);
    results.push({ name, claim, baseline, rows: [], skipped: error.message });
    process.exitCode = 1;
  }
}

const { date, cores, processor, memoryGiB, node, load } = machine();
printTable(results);
console.log(
  `\n${date}, ${cores} cores (${processor}), ${memoryGiB} GiB, Node ${node}, load ${load} at the end. Runtimes: ${runtimes.join(", ")}.`,
);
if (values.quick) console.log("Quick mode: these figures only show that the measurements work.");
if (values.json) {
  writeFileSync(values.json, `${JSON.stringify({ machine: machine(), results }, null, 2)}\n`);
}
