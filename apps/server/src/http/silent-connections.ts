import type { Socket } from "node:net";

/** Connections that have not sent an admitted request yet. */
export interface SilentConnections {
  /** Adds a connection; if there are too many, the one that has been silent for longest is ended. */
  add(socket: Socket): void;
  /** A request of this connection was admitted, so it no longer counts. */
  trust(socket: Socket): void;
}

/** Clients with a token send it at once, so the oldest connections are ended first. */
export function limitSilentConnections(
  limits: { all: number; ofOneAddress: number } = { all: 256, ofOneAddress: 64 },
): SilentConnections {
  // Oldest first.
  const silent = new Set<Socket>();

  function endOldest(sockets: readonly Socket[], limit: number): void {
    for (const socket of sockets.slice(0, Math.max(0, sockets.length - limit))) {
      silent.delete(socket);
      socket.destroy();
    }
  }

  return {
    add(socket) {
      const { remoteAddress } = socket;
      silent.add(socket);
      socket.once("close", () => silent.delete(socket));
      const sameAddress = [...silent].filter((other) => other.remoteAddress === remoteAddress);
      endOldest(sameAddress, limits.ofOneAddress);
      endOldest([...silent], limits.all);
    },
    trust(socket) {
      silent.delete(socket);
    },
  };
}
