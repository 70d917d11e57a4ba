// A client may ask and never read: what is written for it would stay in memory for as long as its connection does. A
// connection that has not taken a byte of what waits for it for a while ends; a client that comes back gets what it missed.
// Several that take some of theirs now and then would still fill the host.
import type { Server } from "node:http";
import type { Socket } from "node:net";

const lookMs = 250;

interface UnreadLimits {
  /** How long a connection may take nothing. */
  patienceMs: number;
  /** What all may leave unread together, before the one that leaves the most ends. */
  bytes: number;
}

/** Also ends connections that are kept for a next request, as Node does by itself where nobody listens. */
export function endUnreadResponses(
  server: Server,
  { patienceMs, bytes }: UnreadLimits = { patienceMs: 60_000, bytes: 256 * 1024 * 1024 },
): void {
  const answering = new Set<Socket>();
  server.on("request", ({ socket }, response) => {
    answering.add(socket);
    response.once("close", () => answering.delete(socket));
  });
  // Node counts from the last byte that was read or taken.
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
