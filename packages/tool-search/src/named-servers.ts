import type { Need } from "./read-query.ts";

/** Words of server names that name no server. */
const generic = new Set("mcp server api service tool client plugin connector official".split(" "));

export interface ServerName {
  terms: readonly string[];
  /** Number of its tools. */
  size: number;
}

/**
 * The servers that a query names: it has all words of the name, and one of them hardly occurs outside of
 * that server. So `github` is a name, while `weather` is what many tools are about.
 */
export function findNamedServers(
  needs: readonly Need[],
  servers: ReadonlyMap<string, ServerName>,
  frequency: (term: string) => number,
): Set<string> {
  const asked = new Set<string>();
  for (const { answers } of needs) {
    for (const { term, by } of answers) if (by !== "synonym") asked.add(term);
  }
  const named = new Set<string>();
  for (const [server, { terms, size }] of servers) {
    const own = terms.filter((term) => !generic.has(term));
    if (own.length === 0 || !own.every((term) => asked.has(term))) continue;
    if (own.some((term) => frequency(term) <= 1.5 * size + 1)) named.add(server);
  }
  return named;
}
