import { createHash } from "node:crypto";

/**
 * Cuts the queries in two by a hash of their text, so that equal texts and both spellings of one query
 * are on the same side. Half "seen" was looked at while the ranking was made, half "held" was not.
 * @param {import("./load-data.mjs").DataSet} set
 * @param {string} seed
 */
export function splitHalves(set, seed) {
  const isHeld = set.clean.map(({ query }) => {
    const digest = createHash("sha1").update(seed + query).digest();
    return digest.at(-1) % 2 === 1;
  });
  const pick = (held) => ({
    clean: set.clean.filter((_, index) => isHeld[index] === held),
    noisy: set.noisy.filter((_, index) => isHeld[index] === held),
  });
  return { seen: pick(false), held: pick(true) };
}
