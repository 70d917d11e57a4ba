import MiniSearch from "minisearch";
import { toDocuments } from "./documents.mjs";

const stopWords = new Set(
  "a an the of to in on for and or with is are be this that it as by from at i you can me my please what how".split(
    " ",
  ),
);

function buildWith(options) {
  return (tools) => {
    const fields = ["name", "description", "server", "parameters"];
    const index = new MiniSearch({ fields, ...options });
    index.addAll(toDocuments(tools));
    return (query, limit) =>
      index
        .search(query)
        .slice(0, limit)
        .map(({ id }) => tools[id]);
  };
}

export const minisearch = { name: "MiniSearch", build: buildWith({}) };
/** The best of a dozen settings that were tried on the "seen" halves. */
export const minisearchTuned = {
  name: "MiniSearch, tuned",
  build: buildWith({
    processTerm: (term) => (stopWords.has(term.toLowerCase()) ? null : term.toLowerCase()),
    searchOptions: { fuzzy: 0.2, boost: { name: 2, parameters: 0.5 } },
  }),
};
