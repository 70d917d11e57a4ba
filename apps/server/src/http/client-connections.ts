import type { Socket } from "node:net";

/** How many connections each client has. */
export interface ClientConnections {
  /** False where the client has so many already that this one has to go. */
  letIn(client: string, socket: Socket): boolean;
}

/** There is room for so many in all, and no client may have them all. */
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
