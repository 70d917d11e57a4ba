/**
 * @typedef {{recall1: number, recall5: number, mrr10: number, ndcg10: number}} Metrics
 */

/**
 * One query's figures over its first ten results. Tools of one group are alternatives for one need:
 * recall counts groups, and only a group's first tool gains in nDCG.
 * @returns {Metrics}
 */
export function measureQuery(results, relevant) {
  const groups = new Set(relevant.map(({ group }) => group));
  const found = new Map();
  for (const [index, { server, tool }] of results.slice(0, 10).entries()) {
    for (const label of relevant) {
      if (label.server !== server || label.tool !== tool || found.has(label.group)) continue;
      found.set(label.group, index + 1);
      break;
    }
  }
  const ranks = [...found.values()];
  const within = (limit) => ranks.filter((rank) => rank <= limit).length / groups.size;
  const ideal = Array.from({ length: Math.min(10, groups.size) }, (_, index) => gain(index + 1));
  return {
    recall1: within(1),
    recall5: within(5),
    mrr10: ranks.length > 0 ? 1 / Math.min(...ranks) : 0,
    ndcg10: sum(ranks.map(gain)) / sum(ideal),
  };
}

/** The gain of a hit at this place in nDCG. */
function gain(rank) {
  return 1 / Math.log2(rank + 1);
}

/** @param {readonly Metrics[]} measured @returns {Metrics} */
export function average(measured) {
  const of = (key) => sum(measured.map((metrics) => metrics[key])) / measured.length;
  return {
    recall1: of("recall1"),
    recall5: of("recall5"),
    mrr10: of("mrr10"),
    ndcg10: of("ndcg10"),
  };
}

function sum(numbers) {
  return numbers.reduce((total, number) => total + number, 0);
}
