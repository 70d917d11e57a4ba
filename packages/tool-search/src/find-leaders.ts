const bins = 256;

/**
 * The `count` items with the highest values, all that equal the last of them, and with a `tolerance`
 * below 1 also all that have at least that share of its value. In no order.
 */
export function findLeaders(
  items: readonly number[],
  values: Float64Array,
  count: number,
  tolerance = 1,
): readonly number[] {
  if (items.length <= count || !(count > 0)) return count > 0 ? items : [];
  let highest = 0;
  for (const item of items) highest = Math.max(highest, values[item]!);
  const scale = (bins - 1) / highest;
  const sizes = new Uint32Array(bins);
  for (const item of items) sizes[Math.floor(values[item]! * scale)]!++;
  let last = bins - 1;
  let above = 0;
  while (above + sizes[last]! < count) above += sizes[last--]!;
  const atLast = items.filter((item) => Math.floor(values[item]! * scale) === last);
  const sorted = Float64Array.from(atLast, (item) => values[item]!).toSorted();
  const least = sorted[sorted.length - (count - above)]! * tolerance;
  return items.filter((item) => values[item]! >= least);
}
