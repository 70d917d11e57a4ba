import type { EventStore } from "@modelcontextprotocol/sdk/server/streamableHttp.js";
import type { JSONRPCMessage } from "@modelcontextprotocol/sdk/types.js";

interface StoredEvent {
  streamId: string;
  message: JSONRPCMessage;
  size: number;
}

const limits = { events: 1_000, bytes: 8 * 1024 * 1024 };

/** Keeps the latest events of one session, so that a client whose connection broke receives what it missed. */
export function createMemoryEventStore(): EventStore {
  // Oldest first.
  const events = new Map<string, StoredEvent>();
  let last = 0;
  let bytes = 0;

  function makeRoom(): void {
    for (const [id, { size }] of events) {
      if (events.size <= limits.events && bytes <= limits.bytes) return;
      events.delete(id);
      bytes -= size;
    }
  }

  return {
    async storeEvent(streamId, message) {
      const id = String((last += 1));
      const size = Buffer.byteLength(JSON.stringify(message));
      events.set(id, { streamId, message, size });
      bytes += size;
      makeRoom();
      return id;
    },
    getStreamIdForEventId: async (id) => events.get(id)?.streamId,
    async replayEventsAfter(lastEventId, { send }) {
      const streamId = events.get(lastEventId)?.streamId ?? "";
      for (const [id, event] of events) {
        if (event.streamId !== streamId || Number(id) <= Number(lastEventId)) continue;
        // The priming event of a stream is not a message.
        if ("jsonrpc" in event.message) await send(id, event.message);
      }
      return streamId;
    },
  };
}
