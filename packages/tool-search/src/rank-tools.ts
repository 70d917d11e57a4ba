/** Best first; equal ones by server and name, whatever order they came in. */
export function rankTools<Hit extends { server: string; name: string; points: number }>(
  hits: readonly Hit[],
): Hit[] {
  return hits.toSorted(
    (a, b) => b.points - a.points || compare(a.server, b.server) || compare(a.name, b.name),
  );
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
