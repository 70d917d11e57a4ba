import { createHash } from "node:crypto";

/**
 * For each query whether it is held back. The hash of its text decides, so that equal texts, and both
 * spellings of one query, are on the same side. Only the other half was looked at in development.
 * @param {readonly import("./load-data.mjs").Query[]} queries the clean ones
 * @param {string} seed
 */
export function isHeldBack(queries, seed) {
  return queries.map(({ query }) => {
    const digest = createHash("sha1")
      .update(seed + query)
      .digest();
    return digest[digest.length - 1] % 2 === 1;
  });
}
