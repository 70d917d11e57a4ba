/** The doubts about each server's rules that have been reported. */
export interface ReportedDoubts {
  /** Whether to report it: each doubt once, and only a few per server. */
  take(server: string, doubt: string): boolean;
}

// A server may change its tools again and again; its doubts must not displace those about others.
const maxPerServer = 10;

export function createReportedDoubts(): ReportedDoubts {
  const reported = new Map<string, Set<string>>();
  return {
    take(server, doubt) {
      const doubts = reported.get(server) ?? new Set();
      reported.set(server, doubts);
      if (doubts.has(doubt) || doubts.size >= maxPerServer) return false;
      doubts.add(doubt);
      return true;
    },
  };
}
