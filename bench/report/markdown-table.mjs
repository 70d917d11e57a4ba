import { readFileSync, writeFileSync } from "node:fs";

const begin = "<!-- figures: written by npm run bench -- --markdown -->";
const end = "<!-- end of figures -->";

/** The table as Markdown, with where and when it was measured. */
export function markdownTable(results, sentence) {
  const lines = results.flatMap(({ claim, rows, skipped }) =>
    skipped
      ? [[claim, `not measured: ${skipped}`, "", "", "", ""]]
      : rows.map((row) => [claim, row.name, row.ours, row.baseline, ratioOf(row), targetOf(row)]),
  );
  // The name of a claim is only written in its first row.
  const named = lines.map(([claim, ...rest], index) => [
    claim === lines[index - 1]?.[0] ? "" : claim,
    ...rest,
  ]);
  const table = [["claim", "", "measured", "baseline", "ratio", "to reach"], Array(6).fill("---")];
  const written = [...table, ...named].map((cells) => `| ${cells.map(plain).join(" | ")} |`);
  return `${written.join("\n")}\n\n${sentence}`;
}

/** Replaces the figures in the file. Throws if the file has no place for them. */
export function writeFigures(file, markdown) {
  const text = readFileSync(file, "utf8");
  const [from, to] = [text.indexOf(begin), text.indexOf(end)];
  if (from === -1 || to < from) {
    throw new Error(`${file} has no place for figures: put these lines into it:\n${begin}\n${end}`);
  }
  writeFileSync(file, `${text.slice(0, from)}${begin}\n\n${markdown}\n\n${text.slice(to)}`);
}

function ratioOf({ written, spread }) {
  return spread ? `${written} (${spread})` : written;
}

function targetOf({ target, miss }) {
  return miss ? `${target}, **${miss}**` : target;
}

function plain(cell) {
  return cell.replaceAll("|", String.raw`\|`);
}
