import { expect, it } from "vitest";
import { createLog, fixture, textOf } from "../../test/test-servers.ts";
import { createRegistry } from "../registry.ts";
import type { CallJson } from "./call-json.ts";

/** Writes the arguments as bytes of their own, and counts what it is told. */
function countingJson(): CallJson & { counts: { written: number; learned: number } } {
  const counts = { written: 0, learned: 0 };
  return {
    counts,
    write(value: unknown) {
      counts.written += 1;
      const json = JSON.stringify(value);
      const start = json.indexOf('"arguments":') + '"arguments":'.length;
      const end = json.indexOf("}", start) + 1;
      return [json.slice(0, start), Buffer.from(json.slice(start, end)), json.slice(end)];
    },
    read(json: readonly Uint8Array[]) {
      const value = JSON.parse(Buffer.concat(json).toString()) as unknown;
      return { value, texts: new Map() };
    },
    learn() {
      counts.learned += 1;
    },
  };
}

it("has a call written, and its long answer read, by what the caller gives, and no other's", async () => {
  const log = createLog();
  await using registry = createRegistry(
    { trouble: fixture("troublesome-server") },
    { onLog: log.onLog },
  );
  const waiting = countingJson();
  const holder = new AbortController();
  const held = registry.callTool("trouble", "hang", {}, { signal: holder.signal, json: waiting });
  await log.sees("hang has begun");
  const json = countingJson();
  const said = await registry.callTool("trouble", "echo", { message: "there" }, { json });
  expect(textOf(said)).toBe("there");
  expect(json.counts).toEqual({ written: 1, learned: 0 });
  const long = await registry.callTool("trouble", "big", { bytes: 1_000_000 }, { json });
  expect(textOf(long)).toHaveLength(1_000_000);
  expect(json.counts).toEqual({ written: 2, learned: 1 });
  expect(waiting.counts).toEqual({ written: 1, learned: 0 });
  // The answer to a call that gives none.
  expect(textOf(await registry.callTool("trouble", "big", { bytes: 1_000_000 }))).toHaveLength(
    1_000_000,
  );
  expect([json.counts.learned, waiting.counts.learned]).toEqual([1, 0]);
  holder.abort();
  await expect(held).rejects.toMatchObject({ code: "cancelled" });
});
