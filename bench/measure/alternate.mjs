import { summarize } from "./statistics.mjs";

/**
 * Times two things alternately, so that a machine whose speed drifts slows both equally. Each is run once beforehand,
 * untimed. A measure may return its own milliseconds instead of being timed.
 *
 * @param {number} rounds
 * @param {{ours: () => Promise<number | void>, baseline: () => Promise<number | void>}} measures
 */
export async function alternate(rounds, { ours, baseline }) {
  const taken = await timeInTurn(rounds, { baseline, ours });
  return compare(taken.ours, taken.baseline);
}

/**
 * The same for any number of things: the milliseconds of each, by round.
 *
 * @template {string} Name
 * @param {number} rounds
 * @param {Record<Name, () => Promise<number | void>>} measures
 * @returns {Promise<Record<Name, number[]>>}
 */
export async function timeInTurn(rounds, measures) {
  const taken = {};
  for (const [name, measure] of Object.entries(measures)) {
    await measure();
    taken[name] = [];
  }
  for (let round = 0; round < rounds; round += 1) {
    for (const [name, measure] of Object.entries(measures)) taken[name].push(await time(measure));
  }
  return taken;
}

/** Compares two of them; the ratio is calculated for each round. */
export function compare(ours, baseline) {
  const ratios = ours.map((value, round) => value / baseline[round]);
  return { ours: summarize(ours), baseline: summarize(baseline), ratio: summarize(ratios) };
}

async function time(measure) {
  const started = performance.now();
  const own = await measure();
  return typeof own === "number" ? own : performance.now() - started;
}
