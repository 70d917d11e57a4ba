import type { Transport } from "@modelcontextprotocol/sdk/shared/transport.js";
import type { UpstreamTransport } from "./transports/upstream-transport.ts";

/** Follows which requests wait for an answer, and tells the transport of those that do not any more. */
export function watchRequests(transport: UpstreamTransport): ReadonlySet<unknown> {
  const waiting = new Set<unknown>();
  const channel: Transport = transport.channel;
  const send = channel.send.bind(channel);
  const { onmessage } = channel;
  channel.send = (message, options) => {
    if ("method" in message && "id" in message) waiting.add(message.id);
    else if ("method" in message && message.method === "notifications/cancelled") {
      const id = message.params?.["requestId"];
      waiting.delete(id);
      transport.abandon?.(id);
    }
    return send(message, options);
  };
  channel.onmessage = (message, extra) => {
    if (!("method" in message) && "id" in message) {
      // The SDK takes "1" for the answer to 1, as some servers write it.
      const id = Number(message.id);
      waiting.delete(id);
      transport.answered?.(id);
    }
    onmessage?.(message, extra);
  };
  return waiting;
}
