import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** The licences of the packages that these files are of, each with what it is the licence of. Throws where one has none. */
export function licencesOf(files) {
  const folders = new Set(files.map(packageFolder).filter((folder) => folder !== undefined));
  const sections = [...folders].map(section).toSorted();
  return `The program mcp-code-execution holds code of these packages.\n\n${[...new Set(sections)].join("\n\n")}\n`;
}

/** Where the package of a file below `node_modules` lies. */
function packageFolder(file) {
  return /^.*[/\\]node_modules[/\\](?:@[^/\\]+[/\\])?[^/\\]+/.exec(file)?.[0];
}

function section(folder) {
  const { name, version, license } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
  const file = readdirSync(folder).find((entry) => /^licen[cs]e/i.test(entry));
  if (file === undefined) throw new Error(`${name} holds no text of its licence (${license})`);
  const title = `${name} ${version} (${license})`;
  const text = readFileSync(join(folder, file), "utf8").trim();
  return `${title}\n${"-".repeat(title.length)}\n${text}`;
}
