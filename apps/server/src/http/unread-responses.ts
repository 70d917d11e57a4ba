// A client may send requests and never read the responses, which would stay in memory as long as its connection. A
// connection that has not accepted a byte for a while is ended; a client that reconnects receives what it missed. The
// total is limited too, since several clients that read slowly could still fill the host's memory.
import type { Server } from "node:http";
import type { Socket } from "node:net";

const lookMs = 250;

interface UnreadLimits {
  /** How long a connection may accept nothing. */
  patienceMs: number;
  /** Unread bytes of all connections together, beyond which the one with the most is ended. */
  bytes: number;
}

/** Also ends idle keep-alive connections, as Node does if this event has no listener. */
export function endUnreadResponses(
  server: Server,
  { patienceMs, bytes }: UnreadLimits = { patienceMs: 60_000, bytes: 256 * 1024 * 1024 },
): void {
  const answering = new Set<Socket>();
  server.on("request", ({ socket }, response) => {
    answering.add(socket);
    response.once("close", () => answering.delete(socket));
  });
  // Node counts from the last byte that was read or written.
  server.setTimeout(patienceMs, (socket) => {
    if (!answering.has(socket) || socket.writableLength > 0) socket.destroy();
  });
  const look = setInterval(() => endGreediest(answering, bytes), lookMs);
  look.unref();
  server.once("close", () => clearInterval(look));
}

function endGreediest(sockets: Iterable<Socket>, most: number): void {
  const unread = [...sockets].toSorted((one, other) => one.writableLength - other.writableLength);
  let sum = 0;
  for (const { writableLength } of unread) sum += writableLength;
  while (sum > most) {
    const greediest = unread.pop();
    sum -= greediest?.writableLength ?? sum;
    greediest?.destroy();
  }
}
