import {
  ProgressNotificationSchema,
  type JSONRPCMessage,
  type Progress,
} from "@modelcontextprotocol/sdk/types.js";
import { afterAll, beforeAll, expect, it } from "vitest";
import { connect, textOf, type Connection } from "./fixtures/connect.ts";
import { fixture } from "./fixtures/upstream-servers.ts";

let connection: Connection;

beforeAll(async () => {
  connection = await connect({ servers: { meeting: fixture("meeting-server") } });
  await connection.run("'warm'");
});
afterAll(() => connection?.[Symbol.asyncDispose]());

it("progress notifications carry what is printed while the code still runs", async () => {
  // The run ends only when somebody meets it, and nobody does before its output has arrived.
  let other: Promise<unknown> | undefined;
  const before = connection.received.length;
  const result = await connection.run(
    "print('begun')\nawait mcp_meeting.meet(place='live', of=2)\nprint('ended')",
    {
      onprogress: () => {
        other ??= connection.run("await mcp_meeting.meet(place='live', of=2)", {
          session: "other",
        });
      },
    },
  );
  await other;
  expect(textOf(result)).toBe("begun\nended");
  const sent = progressIn(connection.received.slice(before));
  expect(sent.map(({ message }) => message).join("")).toBe("begun\nended\n");
  const steps = sent.map(({ progress }) => progress);
  expect(steps).toEqual([...new Set(steps)].toSorted((a, b) => a - b));
});

it("no progress is sent to who does not ask for it", async () => {
  const before = connection.received.length;
  expect(textOf(await connection.run("print('quiet')"))).toBe("quiet");
  const after = connection.received.slice(before);
  expect(after).toHaveLength(1);
  expect(after[0]).not.toHaveProperty("method");
});

it("servers are asked for progress only if somebody listens", async () => {
  const code = "await mcp_meeting.listened_to()";
  expect(textOf(await connection.run(code))).toBe("'false'");
  expect(textOf(await connection.run(code, { onprogress: () => {} }))).toBe("'true'");
  const wanted = "await mcp_meeting.listened_to(on_progress=print)";
  expect(textOf(await connection.run(wanted))).toBe("'true'");
});

it.each([
  ["waits for a tool", "await mcp_meeting.meet(place='cancelled', of=2)"],
  ["is busy", "while True: pass"],
])("cancellation interrupts code that %s and keeps the state", async (_, code) => {
  const controller = new AbortController();
  const running = connection.run(`state = 'kept'\nprint('begun')\n${code}\nstate = 'finished'`, {
    signal: controller.signal,
    onprogress: () => controller.abort("no longer wanted"),
  });
  await expect(running).rejects.toThrow("no longer wanted");
  // A run of the same session waits for the one before it: it begins only because that one was interrupted.
  expect(textOf(await connection.run("state"))).toBe("'kept'");
});

it("a cancelled request gets no answer", async () => {
  const controller = new AbortController();
  const before = connection.received.length;
  const running = connection.run("print('begun')\nwhile True: pass", {
    signal: controller.signal,
    onprogress: () => controller.abort("no longer wanted"),
  });
  await expect(running).rejects.toThrow("no longer wanted");
  await connection.run("'next'");
  const answers = connection.received.slice(before).filter((message) => "id" in message);
  expect(answers).toHaveLength(1);
});

it("cancellation of a request that still waits for its turn keeps it from running", async () => {
  const controller = new AbortController();
  await connection.run("ran = []");
  const first = connection.run("await mcp_meeting.meet(place='turn', of=2)\nran.append(1)");
  const second = connection.run("ran.append(2)", { signal: controller.signal });
  controller.abort("no longer wanted");
  await expect(second).rejects.toThrow("no longer wanted");
  await connection.run("await mcp_meeting.meet(place='turn', of=2)", { session: "other" });
  await first;
  expect(textOf(await connection.run("ran"))).toBe("[1]");
});

// The SDK's client drops a notification that arrives in one piece with the answer; the wire has all.
function progressIn(messages: readonly JSONRPCMessage[]): Progress[] {
  return messages.flatMap((message) => {
    const parsed = ProgressNotificationSchema.safeParse(message);
    return parsed.success ? [parsed.data.params] : [];
  });
}
