import type { IncomingMessage, ServerResponse } from "node:http";
import type { Socket } from "node:net";

// A client waits for an answer before it uses the connection again, or takes another one.
const mostUnanswered = 16;

/** How many requests of each connection are not answered yet. */
export interface PipelinedRequests {
  /** False where the connection has ended, or ends now: one piece of it may hold a thousand requests. */
  letIn(request: IncomingMessage, response: ServerResponse): boolean;
}

/** Ends connections that send one request after another and wait for no answer, whoever they are from. */
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
      if (change(socket, 1) > mostUnanswered) {
        stopReading(socket);
        socket.destroy();
        return false;
      }
      // In a later turn: one request after the other of a piece is read and refused in the same, and nobody else is heard.
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
