const heads = ["", "ours", "baseline", "ratio", "middle half", "to reach", ""];

/** @param {readonly {claim: string, rows: readonly object[]}[]} results */
export function printTable(results) {
  const lines = results.flatMap(({ claim, baseline, rows, skipped }) => [
    [`${claim} (baseline: ${baseline})`],
    ...(skipped ? [[`  not measured: ${skipped}`]] : []),
    ...rows.map(cells),
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

function cells({ name, ours, baseline, written, spread, target, holds }) {
  return [`  ${name}`, ours, baseline, written, spread, target, target && (holds ? "" : "MISSED")];
}
