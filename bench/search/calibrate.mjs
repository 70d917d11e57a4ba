const bounds = [0, 0.2, 0.4, 0.6, 0.8, 1];
const bins = 10;

/**
 * What a score is worth: of hits by score how many there are, their mean score, how often they are right, and
 * how often they are right or have the name of a right tool, as the same tool of another server has.
 * @param {readonly {score: number, isRight: boolean, isNamesake: boolean}[]} hits
 */
export function calibrate(hits) {
  return bounds.slice(1).map((to, index) => {
    const from = bounds[index];
    const inBin = hits.filter(({ score }) => score > from && score <= to);
    const mean = (of) => inBin.reduce((sum, hit) => sum + Number(of(hit)), 0) / inBin.length;
    return {
      from,
      to,
      hits: inBin.length,
      score: mean(({ score }) => score),
      right: mean(({ isRight }) => isRight),
      namesake: mean(({ isRight, isNamesake }) => isRight || isNamesake),
    };
  });
}

/** The average difference between scores and the share of right hits with such scores (expected calibration error). */
export function calibrationError(hits) {
  let error = 0;
  for (let bin = 0; bin < bins; bin++) {
    const inBin = hits.filter(({ score }) => Math.min(bins - 1, Math.floor(score * bins)) === bin);
    error += Math.abs(inBin.reduce((sum, { score, isRight }) => sum + score - Number(isRight), 0));
  }
  return error / hits.length;
}
