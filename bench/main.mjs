// Measures what the README claims, each beside its own baseline in the same minutes, and prints one table.
import { writeFileSync } from "node:fs";
import { readCommandLine } from "./command-line.mjs";
import { availableRuntimes } from "./measure/runtimes.mjs";
import { machine } from "./report/machine.mjs";
import { markdownSummary, markdownTable } from "./report/markdown-table.mjs";
import { printTable } from "./report/print-table.mjs";
import { writeFigures } from "./report/write-figures.mjs";

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
const usage = `Usage: npm run bench -- [options] [claim…]

Claims: ${all.join(", ")}; all of them by default.

  --quick          only shows that every measurement works: few rounds, small sizes, no figure worth keeping
  --json FILE      writes everything that was measured to this file
  --markdown FILE  puts the table where the file has its figures, as FIGURES.md does
  --summary FILE   puts a short form of it there, as in README.md

Exits with 1 if a claim could not be measured. A missed target is a line of the table.`;
const { values, positionals } = readCommandLine(usage, {
  allowPositionals: true,
  options: {
    quick: { type: "boolean", default: false },
    json: { type: "string" },
    markdown: { type: "string" },
    summary: { type: "string" },
  },
});
const unknown = positionals.filter((name) => !all.includes(name));
if (unknown.length > 0) {
  console.error(`There is no claim ${unknown.join(", ")}. There are: ${all.join(", ")}.`);
  process.exit(2);
}

if (values.quick && (values.markdown || values.summary)) {
  console.error(
    "Quick mode has no figures worth keeping: leave out --quick, or --markdown and --summary.",
  );
  process.exit(2);
}

const began = performance.now();
const runtimes = availableRuntimes();
const results = [];
for (const name of positionals.length > 0 ? positionals : all) {
  const { claim, baseline, measure } = await import(`./claims/${name}.mjs`);
  const started = performance.now();
  console.error(`measuring ${name}`);
  try {
    results.push({ name, claim, baseline, rows: await measure({ quick: values.quick, runtimes }) });
  } catch (error) {
    console.error(error);
    results.push({ name, claim, baseline, rows: [], skipped: error.message });
    process.exitCode = 1;
  }
  console.error(`  ${((performance.now() - started) / 1000).toFixed(0)} s`);
}

const { date, cores, processor, memoryGiB, node, load } = machine();
const took = ((performance.now() - began) / 60_000).toFixed(1);
const circumstances = `${date}, ${cores} cores (${processor}), ${memoryGiB} GiB, Node ${node}, load ${load} at the end, ${took} minutes. Runtimes: ${runtimes.join(", ")}.`;
printTable(results, { judged: !values.quick });
console.log(`\n${circumstances}`);
if (values.quick) console.log("Quick mode: these figures only show that the measurements work.");
const files = [
  [values.markdown, () => markdownTable(results)],
  [values.summary, () => markdownSummary(results, runtimes)],
];
for (const [file, write] of files) {
  if (file) writeFigures(file, `${write()}\n\n${circumstances}`);
}
if (values.json) {
  writeFileSync(values.json, `${JSON.stringify({ machine: machine(), results }, null, 2)}\n`);
}
