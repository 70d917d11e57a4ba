/** The factor for each further tool of the same server, used only to decide which hits are shown. */
const repeated = 0.97;
/** The number of tools of one server to which the factor does not apply. */
const free = 2;

/**
 * Chooses the hits to show, in their original order: a server's third and later hits give way to hits of other servers
 * that fit nearly as well. A server that was `asked` for by name does not give way.
 */
export function diversify<Hit extends { server: string; fit: number }>(
  ranked: readonly Hit[],
  limit: number,
  asked: ReadonlyMap<string, unknown>,
): Hit[] {
  if (ranked.length <= limit) return [...ranked];
  const left = new Set(ranked);
  const shown = new Map<string, number>();
  const chosen = new Set<Hit>();
  while (chosen.size < limit && left.size > 0) {
    let best: Hit | undefined;
    let most = -1;
    for (const hit of left) {
      const more = asked.has(hit.server) ? 0 : (shown.get(hit.server) ?? 0) - free + 1;
      const value = hit.fit * repeated ** Math.max(0, more);
      if (value > most) [best, most] = [hit, value];
    }
    left.delete(best!);
    chosen.add(best!);
    shown.set(best!.server, (shown.get(best!.server) ?? 0) + 1);
  }
  return ranked.filter((hit) => chosen.has(hit));
}
