import { countTokens } from "gpt-tokenizer/encoding/o200k_base";
import { toolSearch } from "./engines/tool-search.mjs";

/**
 * Tokens (o200k) that five hits take as user code prints them, a line each: what a model reads.
 * @param {readonly import("./load-data.mjs").DataSet[]} sets
 */
export async function measureTokens(sets) {
  const rows = [];
  for (const { name, tools, clean } of sets) {
    const search = toolSearch.build(tools);
    const counts = [];
    for (const { query } of clean) {
      const hits = await search(query, 5);
      if (hits.length === 5) counts.push(countTokens(hits.map(lineOf).join("\n")));
    }
    counts.sort((a, b) => a - b);
    const at = (share) => counts[Math.floor(counts.length * share)];
    const mean = counts.reduce((sum, count) => sum + count, 0) / counts.length;
    rows.push({ set: name, mean, p50: at(0.5), p95: at(0.95) });
  }
  return rows;
}

function lineOf({ score, server, signature, description }) {
  return `${score.toFixed(2)} ${server}.${signature} ${description}`.replace(/^0/, "");
}
