import { create, insertMultiple, search } from "@orama/orama";
import { toDocuments } from "./documents.mjs";

function buildWith(searchOptions) {
  return async (tools) => {
    const schema = {
      server: "string",
      name: "string",
      description: "string",
      parameters: "string",
    };
    const index = create({ schema });
    const documents = toDocuments(tools).map((document) => ({ ...document, id: `${document.id}` }));
    await insertMultiple(index, documents);
    return async (query, limit) => {
      const { hits } = await search(index, { term: query, limit, ...searchOptions });
      return hits.map(({ id }) => tools[Number(id)]);
    };
  };
}

export const orama = { name: "Orama", build: buildWith({}) };
export const oramaTolerant = {
  name: "Orama, tolerant",
  build: buildWith({ tolerance: 1, boost: { name: 2, server: 1.5 } }),
};
