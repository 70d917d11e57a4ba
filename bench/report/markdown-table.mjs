import { nameOf } from "./rows.mjs";

/** Every row, with the claim in the first of its rows. */
export function markdownTable(results) {
  const heads = ["claim", "", "measured", "baseline", "ratio", "to reach"];
  const lines = results.flatMap(({ claim, rows, skipped }) =>
    skipped
      ? [[claim, `not measured: ${skipped}`, "", "", "", ""]]
      : rows.map((row) => [claim, nameOf(row), ...figuresOf(row), targetOf(row)]),
  );
  return tableOf(heads, lines);
}

/**
 * What a reader wants to know first, without details and spread. What was measured in each runtime is a table of its own
 * with a column for each of them.
 */
export function markdownSummary(results, runtimes) {
  const perRuntime = results.flatMap((result) => linesByRuntime(result, runtimes));
  const others = results.flatMap(({ claim, baseline, rows }) =>
    rows
      .filter(({ runtime, detail }) => runtime === undefined && !detail)
      .map((row) => [
        withBaseline(claim, baseline),
        row.name,
        row.ours,
        row.baseline,
        row.written,
        targetOf(row),
      ]),
  );
  const tables = [
    [["claim", "", "measured", "baseline", "ratio", "to reach"], others],
    [["claim", "", ...runtimes, "to reach"], perRuntime],
  ];
  return tables
    .filter(([, lines]) => lines.length > 0)
    .map(([heads, lines]) => tableOf(heads, lines))
    .join("\n\n");
}

function linesByRuntime({ claim, baseline, rows, skipped }, runtimes) {
  const name = withBaseline(claim, baseline);
  if (skipped) return [[name, `not measured: ${skipped}`, ...runtimes.map(() => ""), ""]];
  const shown = rows.filter(({ runtime, detail }) => runtime !== undefined && !detail);
  return [...new Set(shown.map(({ name: what }) => what))].map((what) => {
    const rowOf = (runtime) => shown.find((row) => row.runtime === runtime && row.name === what);
    const cells = runtimes.map((runtime) => cellOf(rowOf(runtime)));
    return [name, what ?? "", ...cells, commonTarget(runtimes, rowOf)];
  });
}

/** The ratio, bold where it misses its target, and what was measured; of several sizes the ratios alone. */
function cellOf(row) {
  if (row === undefined) return "";
  if (row.sizes) return row.sizes.map(ratioOf).join(" · ");
  return `${ratioOf(row)} (${row.ours})`;
}

const ratioOf = ({ written, miss }) => (miss ? `**${written}**` : written);

/** The target, once if it is the same in every runtime. */
function commonTarget(runtimes, rowOf) {
  const measured = runtimes.filter((runtime) => rowOf(runtime)?.target);
  const targets = new Set(measured.map((runtime) => rowOf(runtime).target));
  if (targets.size < 2) return [...targets].join("");
  return measured.map((runtime) => `${runtime} ${rowOf(runtime).target}`).join(", ");
}

const withBaseline = (claim, baseline) => `${claim} (baseline: ${baseline})`;

function tableOf(heads, lines) {
  // The name of a claim is only written in its first row.
  const named = lines.map(([claim, ...rest], index) => [
    claim === lines[index - 1]?.[0] ? "" : claim,
    ...rest,
  ]);
  const table = [heads, heads.map(() => "---"), ...named];
  return table.map((cells) => `| ${cells.map(plain).join(" | ")} |`).join("\n");
}

function figuresOf({ ours, baseline, written, spread }) {
  return [ours, baseline, spread ? `${written} (${spread})` : written];
}

function targetOf({ target, miss }) {
  return miss ? `${target}, **${miss}**` : target;
}

function plain(cell) {
  return cell.replaceAll("|", String.raw`\|`);
}
