// What frames, and what is held for them, may cost the host, whatever a sandbox sends or does not read.
import { Writable } from "node:stream";
import { setImmediate as nextTurn } from "node:timers/promises";
import { expect, vi } from "vitest";
import { createHeldBytes, createSandboxRuntime } from "@mcp-code-execution/sandbox-runtime";
import { jsonPieces } from "../../src/protocol/json-pieces.ts";
import { FrameWriter } from "../../src/connection/frame-writer.ts";
import { KnownTexts } from "../../src/tools/call-json.ts";
import { beginOfOutput, call, end } from "./forged-frames.ts";
import { defineForgedCase } from "./forged-sandbox.ts";

defineForgedCase(
  {
    id: "4.frame-flood",
    name: "more frames than the host can follow",
    protection: "a budget of frames and bytes for each sandbox",
    checked: "mutation",
  },
  async ({ fake, run }) => {
    const flood = run((id) => {
      const image = { type: "display", run: id, mimeType: "image/png", data: "" };
      const many = `${JSON.stringify(image)}\n`.repeat(50_000);
      for (let sent = 0; sent < 4; sent += 1) fake.say(many);
    }, 60_000);
    await expect(flood).rejects.toMatchObject({
      message: expect.stringContaining("more frames than the host can process"),
    });
  },
);

defineForgedCase(
  {
    id: "4.frame-flood",
    name: "frames with more values than the host can follow, in few bytes",
    protection: "each value counts for more than its characters",
    checked: "mutation",
  },
  async ({ fake, run }) => {
    // A loaded machine takes so long to read them that the budget fills again meanwhile.
    vi.useFakeTimers({ toFake: ["performance"] });
    const flood = run((id) => {
      const params = { server: "echo-server", tool: "hang", arguments: { a: "" } };
      const zeros = `[${"0,".repeat(990_000)}0]`;
      for (let sent = 0; sent < 40; sent += 1) {
        const frame = JSON.stringify(call(sent, id, { params }));
        fake.say(`${frame.replace('""', zeros)}\n`);
      }
      fake.sayFrame(end(id));
    }, 60_000);
    const failure = await flood.catch((error: unknown) => error).finally(() => vi.useRealTimers());
    expect(failure).toMatchObject({
      message: expect.stringContaining("more bytes than the host can process"),
    });
  },
);

defineForgedCase(
  {
    id: "4.unread-answers",
    name: "questions whose answers are never read",
    protection: "a bound on what waits for a sandbox",
    checked: "mutation",
  },
  async ({ fake, run }) => {
    const greedy = run((id) => {
      fake.deaf = true;
      const params = { server: "echo-server", tool: "big", arguments: { characters: 40_000_000 } };
      for (let asked = 0; asked < 20; asked += 1) fake.sayFrame(call(asked, id, { params }));
    }, 60_000);
    await expect(greedy).rejects.toMatchObject({
      message: expect.stringContaining("does not read what it asked for"),
    });
  },
);

defineForgedCase(
  {
    id: "4.values-around-a-text",
    name: "an answer of a long text and of many values",
    protection: "what is short is written together: no piece is made, or moved, for each value",
    checked: "mutation",
  },
  async () => {
    const taken: number[] = [];
    const stream = new Writable({
      write(chunk: Buffer, _, done) {
        taken.push(chunk.length);
        setImmediate(done);
      },
    });
    const value = ["x".repeat(300_000), ...Array.from({ length: 100_000 }, () => 0)];
    const began = process.cpuUsage();
    const writer = new FrameWriter(stream, 2 ** 28);
    writer.write({ type: "call-result", id: 1, ok: true, value });
    while (writer.unsent > 0) await nextTurn();
    const { user, system } = process.cpuUsage(began);
    expect((user + system) / 1000).toBeLessThan(3_000);
    expect(taken.length).toBeLessThan(1_000);
  },
);

/** Each is a line of twenty million bytes, of which one text of 300,000 goes on. */
const longLines: Record<string, (text: string) => string> = {
  "beside a longer text": (text) => `{"taken":"${text}","left":"${"y".repeat(2e7)}"}`,
  "which comes again and again": (text) =>
    `{"taken":"${text}","left":["${Array(66).fill(text).join('","')}"]}`,
};
for (const [what, line] of Object.entries(longLines)) {
  defineForgedCase(
    {
      id: "4.kept-lines",
      name: `answers of which a text goes on, ${what}, to a sandbox that does not read`,
      protection:
        "a text that goes on as it came does not keep more of its line than it counts for",
      checked: "mutation",
    },
    async () => {
      const json = new KnownTexts(undefined);
      const read = json.read([Buffer.from(line("x".repeat(300_000)))]);
      json.learn(read.texts);
      const { taken } = read.value as { taken: string };
      const kept = jsonPieces({ taken }, json.texts).map((piece) =>
        typeof piece === "string" ? piece.length : piece.buffer.byteLength,
      );
      expect(kept.length).toBeGreaterThan(2);
      expect(kept.reduce((sum, bytes) => sum + bytes)).toBeLessThan(1_500_000);
    },
  );
}

defineForgedCase(
  {
    id: "4.many-images",
    name: "images that are within their own bounds and fill the host together",
    protection: "a bound on the bytes of a run's images",
    checked: "mutation",
  },
  async ({ fake, run }) => {
    const outcome = await run((id) => {
      const image = {
        type: "display",
        run: id,
        mimeType: "image/png",
        data: "A".repeat(12 * 1024 ** 2),
      };
      for (let shown = 0; shown < 4; shown += 1) fake.sayFrame(image);
      fake.sayFrame(end(id));
    }, 60_000);
    expect(outcome.images).toHaveLength(2);
    expect(outcome.notices.join()).toContain("images were left out");
  },
);

defineForgedCase(
  {
    id: "4.changing-streams",
    name: "output that changes its stream with every letter",
    protection: "a bound on the pieces in which output is told",
    checked: "mutation",
  },
  async ({ fake, run }) => {
    const outcome = await run((id) => {
      for (let sent = 0; sent < 3_000; sent += 1) {
        const stream = sent % 2 === 0 ? "stdout" : "stderr";
        fake.sayFrame({ type: "output", run: id, stream, text: stream === "stdout" ? "o" : "e" });
      }
      fake.sayFrame(end(id));
    }, 60_000);
    expect(outcome.output.length).toBeLessThan(210);
    const printed = outcome.output.map(({ text }) => text).join("");
    expect(printed.replaceAll("e", "")).toHaveLength(1_500);
    expect(printed.replaceAll("o", "")).toHaveLength(1_500);
    expect(printed).toMatch(/^(?:oe)+o+e+$/);
    expect(outcome.notices.join()).toContain("took turns");
  },
);

defineForgedCase(
  {
    id: "4.session-names",
    name: "a new session for every name that there is",
    protection: "sessions without a sandbox are forgotten beyond a number of names",
    checked: "mutation",
  },
  async ({ runtime }) => {
    const first = runtime.session("first");
    for (let number = 0; number < 10_000; number += 1) runtime.session(`name ${number}`);
    await expect.poll(() => first.closed).toBe(true);
    await expect(first.run("1")).rejects.toMatchObject({ code: "closed" });
  },
);

defineForgedCase(
  {
    id: "4.unread-by-all",
    name: "several sandboxes that together do not read more than the host can hold",
    protection: "a bound on what is held for all sandboxes, which ends the greediest",
    checked: "mutation",
  },
  async () => {
    const held = createHeldBytes(100);
    const ended: string[] = [];
    const holders = ["one", "two", "three"].map((name, index) => ({
      heldBytes: 30 + index,
      violate: () => void ended.push(name),
    }));
    for (const holder of holders) held.add(holder);
    held.check();
    expect(ended).toEqual([]);
    for (const holder of holders) holder.heldBytes += 10;
    held.check();
    expect(ended).toEqual(["three"]);
    held.check();
    expect(ended).toEqual(["three"]);
  },
);

defineForgedCase(
  {
    id: "4.unfinished-frames",
    name: "frames that are begun and whose end is kept back",
    protection: "what has come of a frame counts among what is held for all sandboxes",
    checked: "mutation",
  },
  async ({ fake }) => {
    const held = createHeldBytes(4 * 1024 * 1024);
    await using small = await createSandboxRuntime({ driver: fake.driver, held, graceMs: 200 });
    fake.onFrame = ({ type, id }) => {
      if (type !== "run-start") return;
      fake.say(beginOfOutput(String(id)));
      fake.say("x".repeat(5 * 1024 * 1024));
    };
    await expect(small.run("1", { timeoutMs: 5_000 })).rejects.toMatchObject({
      code: "protocol-violation",
      message: expect.stringContaining("holds the most"),
    });
  },
);
