/** Best first; equal ones by server and name, whatever order they came in. */
export function rankTools<Hit extends { server: string; name: string; score: number }>(
  hits: readonly Hit[],
): Hit[] {
  return hits.toSorted(
    (a, b) => b.score - a.score || compare(a.server, b.server) || compare(a.name, b.name),
  );
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
