import { average } from "./metrics.mjs";

const rounds = 2000;
const halves = 500;

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

/**
 * The lead of `ours` over the best of the others in half of the queries, for many random halves: how much a
 * figure of one half depends on which half it is.
 */
export function compareInHalves(ours, others, key) {
  const random = randomFrom(2);
  const size = Math.floor(ours.length / 2);
  const leads = Array.from({ length: halves }, () => {
    const places = ours.map((_, index) => [random(), index]).toSorted(([a], [b]) => a - b);
    const half = places.slice(0, size).map(([, index]) => index);
    const sumOf = (list) => half.reduce((sum, index) => sum + list[index][key], 0);
    return sumOf(ours) / Math.max(...others.map(({ measured }) => sumOf(measured))) - 1;
  }).toSorted((a, b) => a - b);
  const at = (share) => leads[Math.floor(halves * share)];
  return {
    middle: at(0.5),
    low: at(0.025),
    high: at(0.975),
    ahead: leads.filter((lead) => lead > 0).length / halves,
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
