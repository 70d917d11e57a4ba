import { expect, it } from "vitest";
import { boundBody } from "./bounded-body.ts";

const bounds = {
  isStream: true,
  maxMessageBytes: 1024 ** 2,
  given: undefined,
  onOver() {},
  onGivenUp() {},
  onTooMuch: (why: string) => new Error(why),
  onEnd() {},
  insteadOf: async () => undefined,
};

// Whoever reads a carriage return at the end of what has come waits for the byte after it: an event without its last line
// feed is not read before the next one.
it.each(["\n", "\r", "\r\n"])(
  "hands an event on with all of its end, which is %j twice",
  async (end) => {
    const event = `event: message${end}data: {"id":1}${end}${end}`;
    for (const size of [1, 2, 3, event.length - 1, event.length]) {
      let source: ReadableStreamDefaultController<Uint8Array> | undefined;
      const body = new ReadableStream<Uint8Array>({
        start: (controller) => void (source = controller),
      });
      const reader = boundBody(body, bounds).getReader();
      for (let round = 0; round < 2; round += 1) {
        for (let at = 0; at < event.length; at += size) {
          source?.enqueue(Buffer.from(event.slice(at, at + size)));
        }
        let handed = "";
        while (handed.length < event.length) {
          const { value } = await reader.read();
          handed += Buffer.from(value ?? []).toString();
        }
        expect(handed, `in pieces of ${size}`).toBe(event);
      }
      source?.close();
      expect(await reader.read()).toEqual({ done: true, value: undefined });
    }
  },
);
