import { splitWords } from "./engines/documents.mjs";

const writings = {
  "as it is": ({ tool }) => tool,
  "in words": ({ tool }) => splitWords(tool).trim().toLowerCase(),
  "after the server's": ({ server, tool }) => `${server}.${tool}`,
};

/**
 * How many tools come first, or another of the same name, when their exact name is the query, by how it is written.
 * @param {readonly import("./engines/all-engines.mjs").Engine[]} engines
 * @param {readonly import("./load-data.mjs").DataSet[]} sets
 */
export async function measureNames(engines, sets) {
  const rows = [];
  for (const { name: set, tools } of sets) {
    for (const { name, build } of engines) {
      const search = await build(tools);
      const first = {};
      for (const [writing, write] of Object.entries(writings)) {
        first[writing] = 0;
        for (const tool of tools) {
          const [hit] = await search(write(tool), 1);
          if (hit !== undefined && plain(hit.tool) === plain(tool.tool)) first[writing]++;
        }
      }
      rows.push({ set, name, tools: tools.length, first });
    }
  }
  return rows;
}

function plain(name) {
  return name.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, "");
}
