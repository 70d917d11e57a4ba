import { toDocuments } from "./documents.mjs";

const k1 = 1.2;
const b = 0.75;

/** Okapi BM25 as in textbooks: one bag of lower-case words for each tool, nothing else. */
export const bm25 = {
  name: "BM25",
  build(tools) {
    const bags = toDocuments(tools).map(({ server, name, description, parameters }) =>
      wordsOf(`${server} ${name} ${description} ${parameters}`),
    );
    const averageLength = bags.reduce((sum, bag) => sum + bag.length, 0) / bags.length;
    const postings = new Map();
    for (const [id, bag] of bags.entries()) {
      for (const word of bag) {
        if (!postings.has(word)) postings.set(word, new Map());
        const counts = postings.get(word);
        counts.set(id, (counts.get(id) ?? 0) + 1);
      }
    }
    return (query, limit) => {
      const scores = new Map();
      for (const word of wordsOf(query)) {
        const counts = postings.get(word) ?? new Map();
        const rarity = Math.log(1 + (bags.length - counts.size + 0.5) / (counts.size + 0.5));
        for (const [id, count] of counts) {
          const length = 1 - b + (b * bags[id].length) / averageLength;
          const score = (rarity * count * (k1 + 1)) / (count + k1 * length);
          scores.set(id, (scores.get(id) ?? 0) + score);
        }
      }
      const best = [...scores].toSorted(([a, left], [c, right]) => right - left || a - c);
      return best.slice(0, limit).map(([id]) => tools[id]);
    };
  },
};

function wordsOf(text) {
  return text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
}
