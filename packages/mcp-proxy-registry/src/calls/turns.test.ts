import { describe, expect, it } from "vitest";
import { createTurns } from "./turns.ts";

const { signal: never } = new AbortController();

describe("turns", () => {
  it("let so many in, and the others in the order in which they came", async () => {
    const turns = createTurns(2);
    const entered: number[] = [];
    const backs: (() => void)[] = [];
    const all = [0, 1, 2, 3, 4].map(async (who) => {
      const back = await turns.take(never);
      entered.push(who);
      backs.push(back);
    });
    await Promise.all(all.slice(0, 2));
    expect(entered).toEqual([0, 1]);
    backs[1]?.();
    backs[1]?.();
    await all[2];
    expect(entered).toEqual([0, 1, 2]);
    for (const back of backs.slice(2)) back();
    backs[0]?.();
    await Promise.all(all);
    expect(entered).toEqual([0, 1, 2, 3, 4]);
  });

  it("are not kept for who has left", async () => {
    const turns = createTurns(1);
    const back = await turns.take(never);
    const leaving = new AbortController();
    const left = turns.take(leaving.signal);
    const stays = turns.take(never);
    leaving.abort(new Error("gone"));
    await expect(left).rejects.toThrow("gone");
    back();
    (await stays)();
    await expect(turns.take(AbortSignal.abort(new Error("late")))).rejects.toThrow("late");
    (await turns.take(never))();
  });
});
