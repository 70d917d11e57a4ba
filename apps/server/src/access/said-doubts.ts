/** What has been said of the rules of each server. */
export interface SaidDoubts {
  /** Whether it is to be said: once, and of one server no more than a few. */
  take(server: string, doubt: string): boolean;
}

// A server may change its tools for ever; what is said of it is not to take the place of what is to be said of others.
const mostOfServer = 10;

export function createSaidDoubts(): SaidDoubts {
  const said = new Map<string, Set<string>>();
  return {
    take(server, doubt) {
      const doubts = said.get(server) ?? new Set();
      said.set(server, doubts);
      if (doubts.has(doubt) || doubts.size >= mostOfServer) return false;
      doubts.add(doubt);
      return true;
    },
  };
}
