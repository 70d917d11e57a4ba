import { average } from "./metrics.mjs";

const rounds = 2000;

/**
 * How far `ours` is ahead of the best of the others in one figure, and how far that may be chance: the
 * middle 95 % of the relative lead when the queries are drawn again (paired bootstrap, fixed seed).
 */
export function compareWithBest(ours, others, key) {
  const mean = (list) => average(list)[key];
  let best = others[0];
  for (const other of others) if (mean(other.measured) > mean(best.measured)) best = other;
  const random = randomFrom(1);
  const leads = [];
  for (let round = 0; round < rounds; round++) {
    let [mine, theirs] = [0, 0];
    for (let drawn = 0; drawn < ours.length; drawn++) {
      const index = Math.floor(random() * ours.length);
      mine += ours[index][key];
      theirs += best.measured[index][key];
    }
    leads.push(mine / theirs - 1);
  }
  leads.sort((a, b) => a - b);
  return {
    best: best.name,
    lead: mean(ours) / mean(best.measured) - 1,
    low: leads[Math.floor(rounds * 0.025)],
    high: leads[Math.floor(rounds * 0.975)],
  };
}

/** Mulberry32: small, and the same everywhere. */
export function randomFrom(seed) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}
