import Fuse from "fuse.js";
import { toDocuments } from "./documents.mjs";

/** Fuse.js matches a query as one pattern, so each word is asked for by itself, all joined by "or". */
export const fuse = {
  name: "Fuse.js",
  build(tools) {
    const index = new Fuse(toDocuments(tools), {
      keys: ["name", "description", "server", "parameters"],
      includeScore: true,
      ignoreLocation: true,
      threshold: 0.3,
      useExtendedSearch: true,
      minMatchCharLength: 3,
    });
    return (query, limit) => {
      const words = query.toLowerCase().match(/[\p{L}\p{N}]{3,}/gu) ?? [];
      if (words.length === 0) return [];
      const pattern = [...new Set(words)].slice(0, 24).join(" | ");
      return index.search(pattern, { limit }).map(({ refIndex }) => tools[refIndex]);
    };
  },
};
