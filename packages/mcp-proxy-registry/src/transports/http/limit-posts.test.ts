import type { FetchLike } from "@modelcontextprotocol/sdk/shared/transport.js";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { limitPosts } from "./limit-posts.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** A server that answers nothing by itself. */
function silentServer(): { fetchFrom: FetchLike; open: Map<string, () => void> } {
  const open = new Map<string, () => void>();
  return {
    open,
    fetchFrom: (_address, init) =>
      new Promise((resolve, reject) => {
        const name = typeof init?.body === "string" ? init.body : "";
        open.set(name, () => resolve(new Response(null, { status: 202 })));
        init?.signal?.addEventListener("abort", () => {
          open.delete(name);
          reject(new Error("aborted"));
        });
      }),
  };
}

describe("what a server behind a URL is told", () => {
  const told: string[] = [];
  let server: ReturnType<typeof silentServer>;
  let ended: string[];
  let say: (name: string) => void;
  beforeEach(() => {
    told.length = 0;
    ended = [];
    server = silentServer();
    const post = limitPosts(server.fetchFrom, (why) => void told.push(why));
    say = (name) =>
      void post("http://far.test", { method: "POST", body: name }).then(({ status }) =>
        ended.push(`${name}: ${status}`),
      );
  });

  it("may take as long as it likes while nothing else waits", async () => {
    for (let index = 0; index < 16; index += 1) say(`m${index}`);
    await vi.advanceTimersByTimeAsync(3_600_000);
    expect(server.open.size).toBe(16);
    server.open.get("m0")?.();
    await vi.advanceTimersByTimeAsync(0);
    expect(ended).toEqual(["m0: 202"]);
    expect(told).toEqual([]);
  });

  it("leaves its turn to what waits, the oldest first and no more than wait, and counts as taken", async () => {
    for (let index = 0; index < 16; index += 1) say(`m${index}`);
    await vi.advanceTimersByTimeAsync(20_000);
    for (let index = 16; index < 18; index += 1) say(`m${index}`);
    await vi.advanceTimersByTimeAsync(5_000);
    expect(ended).toEqual([]);
    await vi.advanceTimersByTimeAsync(5_000);
    expect(ended).toEqual(["m0: 202", "m1: 202"]);
    expect([...server.open.keys()].slice(-2)).toEqual(["m16", "m17"]);
    expect(told).toHaveLength(2);
    say("m18");
    await vi.advanceTimersByTimeAsync(0);
    expect(ended).toEqual(["m0: 202", "m1: 202", "m2: 202"]);
  });
});
