import type { ToolHost } from "./tool-host.ts";

/** Answers for a runtime without a host: there are no servers and no tools. */
export const noServers: ToolHost = {
  listServers: () => [],
  callTool: async ({ server }) => Promise.reject(unknownServer(server)),
  searchTools: async () => [],
  describeTools: async ({ server }) => Promise.reject(unknownServer(server)),
};

function unknownServer(server: string): Error {
  const message = `there is no server ${JSON.stringify(server)}: none is configured`;
  return Object.assign(new Error(message), { code: "unknown-server", server });
}
