import type { UnusableServerHandle } from "../protocol/host-frames.ts";

// They are sent with every run.
const mostServers = 50;
const longestName = 100;
const longestReason = 300;

/** Those of the servers that code is told about. */
export function boundedUnusable(servers: readonly UnusableServerHandle[]): UnusableServerHandle[] {
  return servers
    .filter(({ name, alias }) => name.length <= longestName && alias.length <= longestName)
    .slice(0, mostServers)
    .map(({ name, alias, reason }) => ({ name, alias, reason: cut(reason) }));
}

function cut(reason: string): string {
  return reason.length <= longestReason ? reason : `${reason.slice(0, longestReason - 1)}…`;
}
