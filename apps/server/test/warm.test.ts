// A sandbox that waits ready before it is asked for. Seen from outside: its process is there before any run.
import { expect, it } from "vitest";
import { connect, textOf } from "./fixtures/connect.ts";
import { descendants, type RunningProcess } from "./fixtures/processes.ts";

const sandboxes = (): RunningProcess[] =>
  descendants(process.pid).filter(({ command }) => command.includes("deno"));
const howMany = (): number => sandboxes().length;

it.runIf(process.platform === "linux")("is started once a client is there, and used", async () => {
  await using connection = await connect({ environment: { MCP_BRIDGE_WARM: "1" } });
  await expect.poll(howMany, { timeout: 20_000 }).toBe(1);
  const [waiting] = sandboxes();
  expect(textOf(await connection.run("1 + 1"))).toMatch(/^2\n/);
  // The one that waited is the session's now, and another takes its place.
  await expect.poll(howMany, { timeout: 20_000 }).toBe(2);
  expect(sandboxes()).toContainEqual(waiting);
});

it.runIf(process.platform === "linux")("is not started where it is turned off", async () => {
  await using connection = await connect({ environment: { MCP_BRIDGE_WARM: "0" } });
  await connection.client.ping();
  expect(howMany()).toBe(0);
  expect(textOf(await connection.run("1 + 1"))).toContain("2");
  expect(howMany()).toBe(1);
});
