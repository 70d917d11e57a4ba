import { once } from "node:events";
import { expect, it } from "vitest";
import { fixture, ownChildren } from "../../test/test-servers.ts";
import { createExitGuard } from "./exit-guard.ts";
import { createProcessTree } from "../platform/process-tree.ts";
import { createStdioTransport } from "./stdio-transport.ts";

it("gives a server up whose message does not end", async () => {
  const tree = createProcessTree();
  const host = { tree, guard: createExitGuard(tree) };
  const transport = createStdioTransport(
    fixture("endless-line"),
    host,
    { log: () => {}, mask: (text) => text },
    1024 * 1024,
  );
  const closed = new EventTarget();
  Object.assign(transport.channel, { onclose: () => closed.dispatchEvent(new Event("close")) });
  const closing = once(closed, "close");
  await transport.channel.start();
  await closing;
  expect(transport.endReason()).toBe("it sent a message of more than 1 MiB; ask for less");
  await transport.close();
  expect(ownChildren()).toEqual([]);
});
