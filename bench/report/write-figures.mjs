import { readFileSync, writeFileSync } from "node:fs";

const begin = "<!-- figures: written by npm run bench -->";
const end = "<!-- end of figures -->";

/** Replaces the figures in the file. Throws if the file has no place for them. */
export function writeFigures(file, markdown) {
  const text = readFileSync(file, "utf8");
  const [from, to] = [text.indexOf(begin), text.indexOf(end)];
  if (from === -1 || to < from) {
    throw new Error(`${file} has no place for figures: put these lines into it:\n${begin}\n${end}`);
  }
  writeFileSync(file, `${text.slice(0, from)}${begin}\n\n${markdown}\n\n${text.slice(to)}`);
}
