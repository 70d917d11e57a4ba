import { Document } from "flexsearch";
import { toDocuments } from "./documents.mjs";

const fields = ["name", "description", "server", "parameters"];

/** FlexSearch's own ranking: takes the list of each field in turn, with every tool at its best place. */
function buildWith(searchOptions) {
  return (tools) => {
    const index = new Document({ document: { id: "id", index: fields } });
    for (const document of toDocuments(tools)) index.add(document);
    return (query, limit) => {
      const found = index.search(query, { ...searchOptions, limit, merge: true });
      return found.slice(0, limit).map(({ id }) => tools[id]);
    };
  };
}

export const flexsearch = { name: "FlexSearch", build: buildWith({}) };
export const flexsearchSuggest = {
  name: "FlexSearch, suggest",
  build: buildWith({ suggest: true }),
};
