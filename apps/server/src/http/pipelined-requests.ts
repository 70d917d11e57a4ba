import type { IncomingMessage, ServerResponse } from "node:http";
import type { Socket } from "node:net";

// Clients wait for an answer before they use the connection again, or open another one.
const maxUnanswered = 16;

/** Counts the unanswered requests of each connection. */
export interface PipelinedRequests {
  /** False if the connection has ended or is being ended: one chunk may contain a thousand requests. */
  letIn(request: IncomingMessage, response: ServerResponse): boolean;
}

/** Ends connections of any client that send many requests without waiting for answers. */
export function limitPipelinedRequests(): PipelinedRequests {
  const unanswered = new WeakMap<Socket, number>();
  const change = (socket: Socket, by: 1 | -1): number => {
    const count = (unanswered.get(socket) ?? 0) + by;
    unanswered.set(socket, count);
    return count;
  };
  return {
    letIn({ socket }, response) {
      if (socket.destroyed) return false;
      if (change(socket, 1) > maxUnanswered) {
        stopReading(socket);
        socket.destroy();
        return false;
      }
      // In a later turn: otherwise all requests of a chunk would be read and refused in one turn, which would block
      // everyone else.
      response.once("close", () => setImmediate(() => change(socket, -1)));
      return true;
    },
  };
}

/** What Node's parser answers where the rest of a connection is of another protocol, so that it reads no more. */
const otherProtocol = 2;

/**
 * Node takes a piece apart to its end, however soon its connection is ended: a thousand requests, and more. Of many
 * connections whose pieces have come while the host was busy, all would be taken apart in one turn. Where Node has no such
 * place any more, it does so still.
 */
function stopReading(socket: Socket): void {
  const { parser } = socket as { parser?: { onIncoming?: unknown } };
  if (typeof parser?.onIncoming === "function") parser.onIncoming = () => otherProtocol;
}
