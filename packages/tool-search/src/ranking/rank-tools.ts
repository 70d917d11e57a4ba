/**
 * Best first, with tools that the query mentions by name before all others; equal ones by server and name, whatever
 * their original order.
 */
export function rankTools<
  Hit extends { server: string; name: string; points: number; isNamed: boolean },
>(hits: readonly Hit[]): Hit[] {
  return hits.toSorted(
    (a, b) =>
      Number(b.isNamed) - Number(a.isNamed) ||
      b.points - a.points ||
      compare(a.server, b.server) ||
      compare(a.name, b.name),
  );
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
