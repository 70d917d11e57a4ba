// A client may ask and never read: what is written for it would stay in memory for as long as its connection does. A
// connection that has not taken a byte of what waits for it for a while ends; a client that comes back gets what it missed.
import type { Server } from "node:http";
import type { Socket } from "node:net";

/** Also ends connections that are kept for a next request, as Node does by itself where nobody listens. */
export function endUnreadResponses(server: Server, patienceMs: number = 60_000): void {
  const answering = new Set<Socket>();
  server.on("request", ({ socket }, response) => {
    answering.add(socket);
    response.once("close", () => answering.delete(socket));
  });
  // Node counts from the last byte that was read or taken.
  server.setTimeout(patienceMs, (socket) => {
    if (!answering.has(socket) || socket.writableLength > 0) socket.destroy();
  });
}
