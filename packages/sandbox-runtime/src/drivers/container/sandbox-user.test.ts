import { expect, it } from "vitest";
import { createSandboxUsers, freeIdsOfMachine, freeMappedIds } from "./sandbox-user.ts";

const all = { memory: true, pids: true, cpus: true };
const engine = { name: "podman", enforces: all, freeIds: freeIdsOfMachine } as const;
const ids = (user: string): number[] => user.split(":").map(Number);

it("is the one that was asked for", () => {
  for (const asked of ["65534:65534", "1000", "0:0"])
    expect(createSandboxUsers(asked)(engine)).toBe(asked);
});

it("is another for each sandbox, and for those of another host, where each was asked for", () => {
  const users = [createSandboxUsers("each"), createSandboxUsers("each")].flatMap((next) =>
    Array.from({ length: 1_000 }, () => next(engine)),
  );
  expect(new Set(users).size).toBe(2_000);
  for (const [user = 0, group] of users.map(ids)) {
    expect(group).toBe(user);
    // Above those that SSSD gives to people, and below those that systemd gives to files of others.
    expect(user).toBeGreaterThan(2_000_200_000);
    expect(user).toBeLessThan(2_147_352_576);
  }
});

it("is another for each sandbox where the engine cannot limit processes, unless one was asked for", () => {
  const weak = { ...engine, enforces: { ...all, pids: false }, freeIds: freeMappedIds() };
  const next = createSandboxUsers("65534:65534");
  const users = Array.from({ length: 40_000 }, () => next(weak));
  expect(new Set(users).size).toBe(40_000);
  const numbers = users.map((user) => ids(user)[0] ?? 0);
  expect([Math.min(...numbers), Math.max(...numbers)]).toEqual([20_000, 59_999]);
  expect(createSandboxUsers("1000:1000")(weak)).toBe("1000:1000");
});

it("has an id that is mapped, however few are", () => {
  for (const end of [65_536, 30_000, 10_000, 300, 4]) {
    const { first = 0, count = 0 } = freeMappedIds(end) ?? {};
    expect(first).toBeGreaterThan(0);
    expect(count).toBeGreaterThan(0);
    expect(first + count).toBeLessThanOrEqual(end);
  }
});

it("says what is missing where there are no ids", () => {
  const none = { ...engine, freeIds: freeMappedIds(1) };
  expect(() => createSandboxUsers("each")(none)).toThrow(/podman has too few ids.*\/etc\/subuid/);
  const weak = { ...none, enforces: { ...all, pids: false } };
  expect(createSandboxUsers("65534:65534")(weak)).toBe("65534:65534");
});
