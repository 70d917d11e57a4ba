import { Index } from "flexsearch";
import { toDocuments } from "./documents.mjs";

/** FlexSearch, queried once for each word; hits are weighted by the rarity of the word. */
export const flexsearchIdf = {
  name: "FlexSearch, each word",
  build(tools) {
    const index = new Index();
    for (const { id, server, name, description, parameters } of toDocuments(tools)) {
      index.add(id, `${name} ${server} ${description} ${parameters}`);
    }
    return (query, limit) => {
      const scores = new Map();
      for (const word of new Set(query.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [])) {
        const ids = index.search(word, { limit: tools.length });
        const rarity = Math.log(1 + tools.length / (ids.length + 0.5));
        for (const id of ids) scores.set(id, (scores.get(id) ?? 0) + rarity);
      }
      const best = [...scores].toSorted(([a, left], [b, right]) => right - left || a - b);
      return best.slice(0, limit).map(([id]) => tools[id]);
    };
  },
};
