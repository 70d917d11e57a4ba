import { nameOf } from "./rows.mjs";

const heads = ["", "ours", "baseline", "ratio", "middle half", "to reach", ""];

/**
 * @param {readonly {claim: string, rows: readonly object[]}[]} results
 * @param {{judged: boolean}} options whether what misses its target is marked
 */
export function printTable(results, { judged }) {
  const lines = results.flatMap(({ claim, baseline, rows, skipped }) => [
    [`${claim} (baseline: ${baseline})`],
    ...(skipped ? [[`  not measured: ${skipped}`]] : []),
    ...rows.map((row) => cells(row, judged)),
  ]);
  const table = lines.filter((line) => line.length > 1);
  const widths = heads.map((head, column) =>
    Math.max(head.length, ...table.map((line) => line[column].length)),
  );
  const padded = (line) =>
    line.map((cell, column) => (column ? cell.padStart(widths[column]) : cell.padEnd(widths[0])));
  console.log(padded(heads).join("  "));
  for (const line of lines) console.log(line.length > 1 ? padded(line).join("  ") : line[0]);
}

function cells({ ours, baseline, written, spread, target, miss, ...measured }, judged) {
  const mark = judged ? miss.replace("missed", "MISSED") : "";
  return [`  ${nameOf(measured)}`, ours, baseline, written, spread, target, mark];
}
