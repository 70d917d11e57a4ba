import MiniSearch from "minisearch";
import { toDocuments } from "./documents.mjs";

function buildWith(searchOptions) {
  return (tools) => {
    const index = new MiniSearch({
      fields: ["name", "description", "server", "parameters"],
      searchOptions,
    });
    index.addAll(toDocuments(tools));
    return (query, limit) =>
      index
        .search(query)
        .slice(0, limit)
        .map(({ id }) => tools[id]);
  };
}

export const minisearch = { name: "MiniSearch", build: buildWith({}) };
export const minisearchTuned = {
  name: "MiniSearch, fuzzy",
  build: buildWith({
    fuzzy: 0.2,
    prefix: (term) => term.length > 3,
    boost: { name: 2, server: 1.5, description: 1, parameters: 0.5 },
  }),
};
