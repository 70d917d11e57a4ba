// A sandbox that waits ready before it is asked for. Seen from outside: its process is there before any run.
import { expect, it } from "vitest";
import { connect, textOf } from "./fixtures/connect.ts";
import { descendants } from "./fixtures/processes.ts";

const sandboxes = (): number =>
  descendants(process.pid).filter(({ command }) => command.includes("deno")).length;

it.runIf(process.platform === "linux")("is started once a client is there, and used", async () => {
  await using connection = await connect({ environment: { MCP_BRIDGE_WARM: "1" } });
  await expect.poll(sandboxes, { timeout: 20_000 }).toBe(1);
  const [waiting] = descendants(process.pid).filter(({ command }) => command.includes("deno"));
  expect(textOf(await connection.run("1 + 1"))).toMatch(/^2\n/);
  // The one that waited is the session's now, and another takes its place.
  await expect.poll(sandboxes, { timeout: 20_000 }).toBe(2);
  expect(descendants(process.pid)).toContainEqual(waiting);
});

it.runIf(process.platform === "linux")("is not started where it is turned off", async () => {
  await using connection = await connect({ environment: { MCP_BRIDGE_WARM: "0" } });
  await connection.client.ping();
  expect(sandboxes()).toBe(0);
  expect(textOf(await connection.run("1 + 1"))).toContain("2");
  expect(sandboxes()).toBe(1);
});
