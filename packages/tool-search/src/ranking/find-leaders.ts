const bins = 256;

/**
 * The `count` items with the highest values and all that equal the last of them. With a `tolerance` below 1, also all
 * items whose value is at least that share of the last one's. In no particular order.
 */
export function findLeaders(
  items: ArrayLike<number>,
  values: Float64Array,
  count: number,
  tolerance = 1,
): number[] {
  if (items.length <= count) return Array.from(items);
  const least = countHighest(items, values, count) * tolerance;
  const leaders: number[] = [];
  for (let index = 0; index < items.length; index++) {
    const item = items[index]!;
    if (values[item]! >= least) leaders.push(item);
  }
  return leaders;
}

/** The highest value that at least `count` items reach. Sorts only the items of one bin. */
function countHighest(items: ArrayLike<number>, values: Float64Array, count: number): number {
  let highest = 0;
  for (let index = 0; index < items.length; index++) {
    highest = Math.max(highest, values[items[index]!]!);
  }
  const scale = (bins - 1) / highest;
  const sizes = new Uint32Array(bins);
  for (let index = 0; index < items.length; index++) {
    sizes[Math.floor(values[items[index]!]! * scale)]!++;
  }
  let last = bins - 1;
  let above = 0;
  while (last > 0 && above + sizes[last]! < count) above += sizes[last--]!;
  const atLast: number[] = [];
  for (let index = 0; index < items.length; index++) {
    const value = values[items[index]!]!;
    if (Math.floor(value * scale) === last) atLast.push(value);
  }
  const sorted = Float64Array.from(atLast).toSorted();
  return sorted[sorted.length - (count - above)] ?? Infinity;
}
