import { summarize } from "./statistics.mjs";

/**
 * Times two things in turn, so that a machine whose speed drifts slows both alike. Each of them is done once before,
 * untimed. A measure may return its own milliseconds instead of being timed.
 *
 * @param {number} rounds
 * @param {{ours: () => Promise<number | void>, baseline: () => Promise<number | void>}} measures
 */
export async function alternate(rounds, { ours, baseline }) {
  await baseline();
  await ours();
  const taken = { ours: [], baseline: [] };
  for (let round = 0; round < rounds; round += 1) {
    taken.baseline.push(await time(baseline));
    taken.ours.push(await time(ours));
  }
  const ratios = taken.ours.map((value, round) => value / taken.baseline[round]);
  return {
    ours: summarize(taken.ours),
    baseline: summarize(taken.baseline),
    ratio: summarize(ratios),
  };
}

async function time(measure) {
  const started = performance.now();
  const own = await measure();
  return typeof own === "number" ? own : performance.now() - started;
}
