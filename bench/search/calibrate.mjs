const bounds = [0, 0.2, 0.4, 0.6, 0.8, 1];

/**
 * What a score is worth: for first hits by score, how many there are, their mean score, how often the first
 * is right, and how often a right one is among the first five.
 * @param {readonly {score?: number, recall1: number, recall5: number}[]} measured
 */
export function calibrate(measured) {
  return bounds.slice(1).map((to, index) => {
    const from = bounds[index];
    const inBin = measured.filter(
      ({ score }) => score > from && (score <= to || (to === 1 && score > 1)),
    );
    const mean = (key) => inBin.reduce((sum, one) => sum + one[key], 0) / inBin.length;
    return {
      from,
      to,
      queries: inBin.length,
      score: mean("score"),
      right: mean("recall1"),
      amongFive: mean("recall5"),
    };
  });
}
