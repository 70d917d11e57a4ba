import { expect, it } from "vitest";
import { freeIdsOfMachine, freeMappedIds } from "./engines/free-ids.ts";
import { createSandboxUsers } from "./sandbox-user.ts";

const all = { memory: true, pids: true, cpus: true };
const engine = { name: "podman", enforces: all, freeIds: freeIdsOfMachine } as const;
type NextUser = ReturnType<typeof createSandboxUsers>;
interface Host {
  asked?: string;
  of?: Parameters<NextUser>[0];
  /** The ids that other hosts' sandboxes have. */
  inUse?: number[];
}

/** The users of so many sandboxes of one host, one after the other. */
async function usersOf(
  count: number,
  { asked = "each", of = engine, inUse = [] }: Host = {},
): Promise<string[]> {
  const next = createSandboxUsers(asked);
  const usersInUse: Parameters<NextUser>[1] = async () => new Set(inUse.map((id) => `${id}:${id}`));
  const users: string[] = [];
  for (let made = 0; made < count; made++) users.push(await next(of, usersInUse));
  return users;
}
const ids = (user: string): number[] => user.split(":").map(Number);

it("is the one that was asked for", async () => {
  for (const asked of ["65534:65534", "1000", "0:0"])
    expect(await usersOf(1, { asked })).toEqual([asked]);
});

it("is another for each sandbox, and for those of another host, where each was asked for", async () => {
  const users = [...(await usersOf(1_000)), ...(await usersOf(1_000))];
  expect(new Set(users).size).toBe(2_000);
  for (const [user = 0, group] of users.map(ids)) {
    expect(group).toBe(user);
    // Above those that SSSD gives to people, and below those that systemd gives to files of others.
    expect(user).toBeGreaterThan(2_000_200_000);
    expect(user).toBeLessThan(2_147_352_576);
  }
});

it("is another for each sandbox where the engine cannot limit processes, unless one was asked for", async () => {
  const weak = { ...engine, enforces: { ...all, pids: false }, freeIds: freeMappedIds() };
  const users = await usersOf(40_000, { asked: "65534:65534", of: weak });
  expect(new Set(users).size).toBe(40_000);
  const numbers = users.map((user) => ids(user)[0] ?? 0);
  expect([Math.min(...numbers), Math.max(...numbers)]).toEqual([20_000, 59_999]);
  expect(await usersOf(1, { asked: "1000:1000", of: weak })).toEqual(["1000:1000"]);
});

it("has an id that is mapped, however few are", () => {
  for (const end of [65_536, 30_000, 10_000, 300, 4]) {
    const { first = 0, count = 0 } = freeMappedIds(end) ?? {};
    expect(first).toBeGreaterThan(0);
    expect(count).toBeGreaterThan(0);
    expect(first + count).toBeLessThanOrEqual(end);
  }
});

it("is one that no other host's sandbox has, where there are few and one is left", async () => {
  const few = { ...engine, freeIds: { first: 5, count: 4 } };
  expect(await usersOf(3, { of: few, inUse: [5, 6, 8] })).toEqual(["7:7", "7:7", "7:7"]);
  const again = await usersOf(4, { of: few, inUse: [5, 6, 7, 8] });
  expect(again.toSorted()).toEqual(["5:5", "6:6", "7:7", "8:8"]);
});

it("says what is missing where there are no ids", async () => {
  const none = { ...engine, freeIds: freeMappedIds(1) };
  await expect(usersOf(1, { of: none })).rejects.toThrow(/podman has too few ids.*\/etc\/subuid/);
  const weak = { ...none, enforces: { ...all, pids: false } };
  expect(await usersOf(1, { asked: "65534:65534", of: weak })).toEqual(["65534:65534"]);
});
