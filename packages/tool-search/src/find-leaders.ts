const bins = 256;

/** The `count` items with the highest values and all that equal the last of them, in no order. */
export function findLeaders(
  items: readonly number[],
  values: Float64Array,
  count: number,
): readonly number[] {
  if (items.length <= count) return items;
  let highest = 0;
  for (const item of items) highest = Math.max(highest, values[item]!);
  const scale = (bins - 1) / highest;
  const sizes = new Uint32Array(bins);
  for (const item of items) sizes[Math.floor(values[item]! * scale)]!++;
  let last = bins - 1;
  let above = 0;
  while (above + sizes[last]! < count) above += sizes[last--]!;
  const leaders: number[] = [];
  const atLast: number[] = [];
  for (const item of items) {
    const bin = Math.floor(values[item]! * scale);
    if (bin > last) leaders.push(item);
    else if (bin === last) atLast.push(item);
  }
  const sorted = Float64Array.from(atLast, (item) => values[item]!).toSorted();
  const least = sorted[sorted.length - (count - above)]!;
  for (const item of atLast) if (values[item]! >= least) leaders.push(item);
  return leaders;
}
