import { expect, it } from "vitest";
import { createPendingNotices } from "./pending-notices.ts";

it("keeps the newest of what nobody has asked for, and says how many there were before", () => {
  const pending = createPendingNotices(["first"]);
  pending.add(["second"]);
  expect(pending.take()).toEqual(["first", "second"]);
  expect(pending.take()).toEqual([]);
  for (let number = 1; number <= 1_000; number += 1) pending.add([`change ${number}`]);
  const taken = pending.take();
  expect(taken).toHaveLength(21);
  expect(taken[0]).toBe("980 earlier notices are left out");
  expect(taken.at(-1)).toBe("change 1000");
  expect(pending.take()).toEqual([]);
});
