import Fuse from "fuse.js";
import { toDocuments } from "./documents.mjs";

/**
 * Fuse.js treats a query as a single pattern, and a sentence matches nothing. So it is queried once for each word, and
 * hits are weighted by how close and how rare they are; parameters are left out to save time.
 */
export const fuse = {
  name: "Fuse.js, each word",
  slow: true,
  build(tools) {
    const index = new Fuse(toDocuments(tools), {
      keys: ["name", "description", "server"],
      includeScore: true,
      ignoreLocation: true,
      threshold: 0.2,
      minMatchCharLength: 3,
    });
    const found = new Map();
    const find = (word) => {
      if (!found.has(word)) {
        found.set(
          word,
          index.search(word).map(({ refIndex, score }) => [refIndex, 1 - score]),
        );
      }
      return found.get(word);
    };
    return (query, limit) => {
      const scores = new Map();
      for (const word of new Set(query.toLowerCase().match(/[\p{L}\p{N}]{3,}/gu) ?? [])) {
        const hits = find(word);
        const rarity = Math.log(1 + tools.length / hits.length);
        for (const [id, nearness] of hits) {
          scores.set(id, (scores.get(id) ?? 0) + nearness * rarity);
        }
      }
      const best = [...scores].toSorted(([a, left], [b, right]) => right - left || a - b);
      return best.slice(0, limit).map(([id]) => tools[id]);
    };
  },
};
