import { once } from "node:events";
import { expect, it } from "vitest";
import { fixture, ownChildren } from "../../../test/test-servers.ts";
import { createExitGuard } from "./exit-guard.ts";
import { createProcessTree } from "../../platform/process-tree.ts";
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

it("gives the answer of a server that has ended while what it said before was held back", async () => {
  const tree = createProcessTree();
  const host = { tree, guard: createExitGuard(tree) };
  const program = `
const note = JSON.stringify({ jsonrpc: "2.0", method: "notifications/message", params: { level: "info", data: 1 } });
process.stdin.once("data", () => {
  process.stdout.write((note + "\\n").repeat(3600));
  process.stdout.write(JSON.stringify({ jsonrpc: "2.0", id: 1, result: {} }) + "\\n", () => process.exit());
});`;
  const transport = createStdioTransport(
    { command: process.execPath, args: ["-e", program] },
    host,
    { log: () => {}, mask: (text) => text },
  );
  const heard: unknown[] = [];
  const closed = new EventTarget();
  Object.assign(transport.channel, {
    onmessage(message: object) {
      if ("id" in message) heard.push(message);
      // So long that others have their turn between the lines of a piece.
      const end = performance.now() + 0.1;
      while (performance.now() < end);
    },
    onclose: () => closed.dispatchEvent(new Event("close")),
  });
  const closing = once(closed, "close");
  await transport.channel.start();
  await transport.channel.send({ jsonrpc: "2.0", id: 1, method: "ping" });
  await closing;
  expect(heard).toEqual([{ jsonrpc: "2.0", id: 1, result: {} }]);
  expect(transport.endReason()).toBe("its process exited with code 0");
  await transport.close();
});

it.skipIf(process.platform === "win32")(
  "ends with a server that left a process behind which goes on writing",
  async () => {
    const tree = createProcessTree();
    const host = { tree, guard: createExitGuard(tree) };
    const note = JSON.stringify({ jsonrpc: "2.0", method: "notifications/message", params: {} });
    const program = `yes '${note}' & exit 3`;
    const transport = createStdioTransport({ command: "sh", args: ["-c", program] }, host, {
      log: () => {},
      mask: (text) => text,
    });
    const closed = new EventTarget();
    Object.assign(transport.channel, { onclose: () => closed.dispatchEvent(new Event("close")) });
    const closing = once(closed, "close");
    await transport.channel.start();
    await closing;
    expect(transport.endReason()).toBe("its process exited with code 3");
    await transport.close();
    expect(ownChildren()).toEqual([]);
  },
);
