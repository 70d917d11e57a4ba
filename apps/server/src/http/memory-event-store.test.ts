import type { JSONRPCMessage } from "@modelcontextprotocol/sdk/types.js";
import { expect, it } from "vitest";
import { createMemoryEventStore } from "./memory-event-store.ts";

const message = (id: number, text = ""): JSONRPCMessage => ({
  jsonrpc: "2.0",
  id,
  result: { text },
});

it("replays what came after an event, of its stream alone", async () => {
  const store = createMemoryEventStore();
  // What primes a stream is no message.
  const primed = await store.storeEvent("a", {} as JSONRPCMessage);
  await store.storeEvent("a", message(1));
  await store.storeEvent("b", message(2));
  const last = await store.storeEvent("a", message(3));
  const sent: [string, JSONRPCMessage][] = [];
  const send = async (id: string, replayed: JSONRPCMessage): Promise<void> => {
    sent.push([id, replayed]);
  };
  expect(await store.replayEventsAfter(primed, { send })).toBe("a");
  expect(sent.map(([, replayed]) => replayed)).toEqual([message(1), message(3)]);
  sent.length = 0;
  await store.replayEventsAfter(last, { send });
  expect(sent).toEqual([]);
});

it("keeps no more than 1,000 events and 8 MiB", async () => {
  const store = createMemoryEventStore();
  const first = await store.storeEvent("a", message(0));
  for (let n = 1; n < 1_000; n += 1) await store.storeEvent("a", message(n));
  expect(await store.getStreamIdForEventId?.(first)).toBe("a");
  const kept = await store.storeEvent("a", message(1_000));
  expect(await store.getStreamIdForEventId?.(first)).toBeUndefined();
  await store.storeEvent("a", message(1_001, "x".repeat(8 * 1024 * 1024)));
  expect(await store.getStreamIdForEventId?.(kept)).toBeUndefined();
});
