import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/**
 * @typedef {{server: string, tool: string, description?: string, inputSchema?: any, title?: string, annotations?: object, serverDescription?: string}} Tool
 * @typedef {{query: string, relevant: {server: string, tool: string, group: number}[]}} Query
 * @typedef {{name: string, tools: Tool[], clean: Query[], noisy: Query[]}} DataSet
 */

/**
 * Every `NAME.catalog.json` of the folder with its `NAME.queries.json` and `NAME.queries.noisy.json`.
 * @param {string} folder
 * @returns {DataSet[]}
 */
export function loadData(folder) {
  const ending = ".catalog.json";
  const catalogs = existsSync(folder) ? readdirSync(folder).filter((f) => f.endsWith(ending)) : [];
  if (catalogs.length === 0) {
    throw new Error(
      `No data: ${folder} holds no *.catalog.json. See bench/search/README.md for where the data come from.`,
    );
  }
  return catalogs.toSorted().map((file) => {
    const name = file.slice(0, -ending.length);
    const clean = readJson(folder, `${name}.queries.json`);
    const noisy = readJson(folder, `${name}.queries.noisy.json`);
    if (clean.length !== noisy.length) {
      throw new Error(
        `${name}: the clean and the noisy file must hold the same queries in the same order.`,
      );
    }
    return { name, tools: readJson(folder, file), clean, noisy };
  });
}

function readJson(folder, file) {
  const path = join(folder, file);
  if (!existsSync(path)) throw new Error(`No data: ${path} is not there.`);
  return JSON.parse(readFileSync(path, "utf8"));
}
