import { setTimeout as delay } from "node:timers/promises";
import { queryObjects } from "node:v8";
import { expect, it } from "vitest";
import { fixture } from "../../test/test-servers.ts";
import { createCallsUnderWay } from "../calls/calls-under-way.ts";
import { createProcessTree } from "../platform/process-tree.ts";
import { createExitGuard } from "../transports/stdio/exit-guard.ts";
import { createStdioTransport } from "../transports/stdio/stdio-transport.ts";
import { UpstreamConnection } from "./upstream-connection.ts";

const silent = (): void => {};

async function connect(): Promise<UpstreamConnection> {
  const tree = createProcessTree();
  const host = { tree, guard: createExitGuard(tree) };
  const transport = createStdioTransport(fixture("troublesome-server"), host, {
    log: silent,
    mask: (text) => text,
  });
  const connection = new UpstreamConnection(transport, {
    server: "troublesome",
    clientInfo: { name: "test", version: "1" },
    features: {},
    calls: createCallsUnderWay(),
    log: silent,
    onToolsChanged: silent,
  });
  await connection.open(AbortSignal.timeout(20_000));
  return connection;
}

const failing = 2000;
const settled = (connection: UpstreamConnection): Promise<void[]> =>
  Promise.all(Array.from({ length: failing }, () => connection.settle()));

it("keeps nothing of requests that fail while the server lives", async () => {
  const connection = await connect();
  const warnings: Error[] = [];
  const warned = (warning: Error): void => void warnings.push(warning);
  process.on("warning", warned);
  const before = queryObjects(Promise, { format: "count" });
  await settled(connection);
  expect(connection.isEnded).toBe(false);
  // Not one of each.
  expect(queryObjects(Promise, { format: "count" }) - before).toBeLessThan(failing / 10);
  await connection.close();
  process.off("warning", warned);
  const names = warnings.map(({ name }) => name);
  expect(names).not.toContain("MaxListenersExceededWarning");
});

it("has them wait no longer than the server lives", async () => {
  const connection = await connect();
  const waiting = settled(connection).then(() => "known");
  await connection.close();
  expect(await Promise.race([waiting, delay(0, "waiting")])).toBe("known");
  expect(await Promise.race([connection.settle(), delay(0, "waiting")])).toBe(undefined);
});
