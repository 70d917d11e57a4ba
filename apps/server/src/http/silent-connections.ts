import type { Socket } from "node:net";

/** Connections that have sent no request yet that was let in. */
export interface SilentConnections {
  /** Makes room for a new one: the one that has been silent for longest ends. */
  add(socket: Socket): void;
  /** A request of it was let in: it counts no longer. */
  trust(socket: Socket): void;
}

/** Whoever has a token sends it at once, so the oldest are the ones to end. */
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
