const otherNames: Readonly<Record<string, string>> = {
  cmd: "command",
  arguments: "args",
  environment: "env",
  workingdirectory: "cwd",
  workdir: "cwd",
  uri: "url",
};

const longestKey = 100;

/** The known key that an unknown one was probably meant to be: another spelling, or a typing error. */
export function nearestKey(written: string, known: readonly string[]): string | undefined {
  // A typing error hardly changes a key's length.
  if (written.length > longestKey) return undefined;
  const plain = written.toLowerCase().replaceAll(/[-_ ]/g, "");
  const named = known.find((key) => key.toLowerCase() === plain) ?? otherNames[plain];
  if (named !== undefined && known.includes(named)) return named;
  const slips = plain.length <= 4 ? 1 : 2;
  return known
    .map((key) => ({ key, distance: editDistance(plain, key.toLowerCase()) }))
    .filter(({ distance }) => distance <= slips)
    .toSorted((one, other) => one.distance - other.distance)[0]?.key;
}

/** Damerau's distance (optimal string alignment): letters added, left out, replaced, or swapped with a neighbour. */
function editDistance(one: string, other: string): number {
  const rows: number[][] = [Array.from({ length: other.length + 1 }, (_, column) => column)];
  for (let row = 1; row <= one.length; row += 1) {
    const current = [row];
    for (let column = 1; column <= other.length; column += 1) {
      const same = one[row - 1] === other[column - 1];
      const swapped = one[row - 1] === other[column - 2] && one[row - 2] === other[column - 1];
      current.push(
        Math.min(
          at(rows, row - 1, column) + 1,
          (current[column - 1] ?? 0) + 1,
          at(rows, row - 1, column - 1) + (same ? 0 : 1),
          swapped ? at(rows, row - 2, column - 2) + 1 : Number.POSITIVE_INFINITY,
        ),
      );
    }
    rows.push(current);
  }
  return at(rows, one.length, other.length);
}

function at(rows: readonly number[][], row: number, column: number): number {
  return rows[row]?.[column] ?? Number.POSITIVE_INFINITY;
}
