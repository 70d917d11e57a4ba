// A server that does not take what it is sent: the call fails, and nothing else does; and of what was to be sent nothing stays.
import { setTimeout as delay } from "node:timers/promises";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { afterEach, beforeEach, expect, it } from "vitest";
import { createRegistry } from "../../src/registry.ts";
import type { CallJson } from "../../src/calls/call-json.ts";
import type { Registry } from "../../src/registry-types.ts";
import { fixture } from "../test-servers.ts";
import { hostile } from "./hostile-case.ts";

const mebibyte = 1024 * 1024;
setFlagsFromString("--expose-gc");
const collect = runInNewContext("gc") as () => void;

/** Writes a call as the sandbox's long texts are: text and bytes by turns. */
const inPieces: CallJson = {
  *write(value: unknown) {
    const json = JSON.stringify(value);
    const middle = Math.floor(json.length / 2);
    yield json.slice(0, middle);
    yield Buffer.from(json.slice(middle, -1));
    yield json.slice(-1);
  },
  read: (json) => ({ value: JSON.parse(Buffer.concat(json).toString()), texts: new Map() }),
  learn() {},
};

/** Like a sandbox's, it holds the texts of its call. */
function holdingTexts(): CallJson {
  const held = Buffer.alloc(mebibyte);
  return { ...inPieces, learn: () => void held.length };
}

let registry: Registry;
beforeEach(() => {
  registry = createRegistry({ deaf: fixture("deaf-server") });
});
afterEach(() => registry.close());

const call = (tool: string, characters = 0, json?: CallJson): Promise<unknown> =>
  registry.callTool("deaf", tool, { text: "x".repeat(characters) }, { ...(json && { json }) });

async function usedBytes(): Promise<number> {
  for (let time = 0; time < 4; time += 1) {
    await delay(50);
    collect();
  }
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}

/** Bytes that are kept of what so many calls were sent with. */
async function keptOf(calls: number, make: () => Promise<unknown>): Promise<number> {
  await make();
  const before = await usedBytes();
  for (let made = 0; made < calls; made += 1) await make();
  return (await usedBytes()) - before;
}

it(
  "[9.half-taken-call] a server that closes its input while long calls are on their way",
  {
    timeout: 60_000,
    ...hostile({
      id: "9.half-taken-call",
      name: "a server that closes its input while long calls are on their way",
      protection: "each piece of a call that is not taken fails that call alone, and not the host",
      checked: "mutation",
    }),
  },
  async () => {
    const unhandled: unknown[] = [];
    const note = (error: unknown): void => void unhandled.push(error);
    process.on("unhandledRejection", note);
    try {
      await call("close-input");
      await delay(300);
      const outcomes = await Promise.allSettled(
        Array.from({ length: 4 }, () => call("take", mebibyte, inPieces)),
      );
      expect(outcomes.map(({ status }) => status)).toEqual(Array(4).fill("rejected"));
      await delay(100);
      expect(unhandled).toEqual([]);
    } finally {
      process.off("unhandledRejection", note);
    }
  },
);

const kept = {
  id: "4.kept-calls",
  name: "long calls of which a server keeps the host from forgetting what it sent",
  protection:
    "a call is forgotten with its answer, however that writes its number, and where it was not sent",
  checked: "mutation",
} as const;

it(
  "[4.kept-calls] answers that write the number of their call as text",
  { timeout: 60_000, ...hostile(kept) },
  async () => {
    const bytes = await keptOf(40, () => call("take", 10, holdingTexts()));
    expect(bytes).toBeLessThan(10 * mebibyte);
  },
);

it(
  "[4.kept-calls] a server that does not read what it is sent",
  { timeout: 120_000, ...hostile(kept) },
  async () => {
    await call("stop-reading");
    const filling = new AbortController();
    const fill = Array.from({ length: 5 }, () => {
      const args = { text: "x".repeat(30 * mebibyte) };
      return registry.callTool("deaf", "take", args, { signal: filling.signal });
    });
    await delay(1_000);
    filling.abort();
    await Promise.allSettled(fill);
    const began = performance.now();
    await expect(call("take", mebibyte)).rejects.toThrow("does not read what it is sent");
    expect(performance.now() - began).toBeLessThan(2_000);
    const make = async (): Promise<void> => {
      const refused = Array.from({ length: 20 }, () => call("take", mebibyte, holdingTexts()));
      for (const { status } of await Promise.allSettled(refused)) expect(status).toBe("rejected");
    };
    expect(await keptOf(2, make)).toBeLessThan(10 * mebibyte);
  },
);
