import { setTimeout as delay } from "node:timers/promises";
import type { Transport } from "@modelcontextprotocol/sdk/shared/transport.js";
import type { UpstreamTransport } from "../transports/upstream-transport.ts";
import { unanswered } from "./connection-errors.ts";

const lastAnswerMs = 100;

/** Tracks which requests wait for an answer, and notifies the transport of those that no longer do. */
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
      // The SDK accepts "1" as the id of an answer to 1, as some servers write it.
      const id = Number(message.id);
      waiting.delete(id);
      transport.answered?.(id);
    }
    onmessage?.(message, extra);
  };
  return waiting;
}

/** Requests that end without an answer, and why. */
export interface UnansweredRequests {
  ids: readonly unknown[];
  reason: string;
}

/**
 * Ends requests that the server will not answer, instead of waiting for their time-outs; if the server is gone, all of
 * them.
 */
export async function endUnanswered(
  waiting: ReadonlySet<unknown>,
  { channel }: UpstreamTransport,
  { ids, reason }: UnansweredRequests,
  isServerThere: () => Promise<boolean>,
): Promise<void> {
  const stillWaiting = (): unknown[] => ids.filter((id) => waiting.has(id));
  // Answers that arrived just before the end are still being processed by the SDK.
  await delay(lastAnswerMs);
  if (stillWaiting().length === 0 || !(await isServerThere())) return;
  for (const id of stillWaiting()) {
    if (typeof id !== "number") continue;
    const error = { code: unanswered, message: reason };
    channel.onmessage?.({ jsonrpc: "2.0", id, error });
  }
}
