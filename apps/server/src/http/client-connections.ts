import type { Socket } from "node:net";

/** Counts the connections of each client. */
export interface ClientConnections {
  /** False if the client already has too many connections, so that this one must be closed. */
  letIn(client: string, socket: Socket): boolean;
}

/** Limits each client to a share of `most`, the number of all connections. */
export function limitClientConnections(most: number = 64): ClientConnections {
  const known = new Map<string, Set<Socket>>();
  return {
    letIn(client, socket) {
      const connections = known.get(client) ?? new Set();
      known.set(client, connections);
      if (connections.has(socket)) return true;
      if (connections.size >= most) return false;
      connections.add(socket);
      socket.once("close", () => {
        connections.delete(socket);
        if (connections.size === 0) known.delete(client);
      });
      return true;
    },
  };
}
