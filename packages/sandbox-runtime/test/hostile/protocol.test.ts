// What a sandbox may say whose kernel has been replaced: every byte of its standard output is the attacker's.
import { Writable } from "node:stream";
import { setImmediate as nextTurn } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import {
  createHeldBytes,
  createSandboxRuntime,
  type CallContext,
  type RunOutcome,
  type SandboxRuntime,
  type ToolHost,
} from "@mcp-code-execution/sandbox-runtime";
import { createRecordingHost, type RecordingHost } from "../recording-host.ts";
import { createFakeSandbox, type FakeSandbox, type HeardFrame } from "./fake-sandbox.ts";
import { hostile, type HostileCase } from "./hostile-case.ts";
import { jsonPieces } from "../../src/protocol/json-pieces.ts";
import { FrameWriter } from "../../src/connection/frame-writer.ts";
import { KnownTexts } from "../../src/tools/call-json.ts";

let fake: FakeSandbox;
let host: RecordingHost;
let runtime: SandboxRuntime;

beforeEach(async () => {
  fake = createFakeSandbox();
  host = createRecordingHost();
  runtime = await createSandboxRuntime({ driver: fake.driver, host, graceMs: 200 });
});
afterEach(() => runtime.close());

type Say = (id: string) => void | Promise<void>;

/** A run whose sandbox says what `say` writes as soon as it has been told to start. */
function run(say: Say, timeoutMs = 5_000): Promise<RunOutcome> {
  fake.onFrame = (frame) => {
    if (frame.type === "run-start") void say(String(frame["id"]));
  };
  return runtime.run("1", { timeoutMs });
}

const call = (id: unknown, runId: string, more: object = {}): object => ({
  type: "call",
  id,
  run: runId,
  method: "tools.call",
  params: { server: "echo-server", tool: "echo", arguments: { id } },
  ...more,
});
const end = (id: string): object => ({ type: "run-end", id, status: "ok" });
const beginOfOutput = (id: string): string =>
  `{"type":"output","run":"${id}","stream":"stdout","text":"`;

/** Each is a sandbox's last word: it is ended, the host is asked nothing, and the next run starts another. */
const violations: Record<string, Say> = {
  "text that is no JSON": () => fake.say("garbage\n"),
  "an empty line": () => fake.say("\n"),
  "JSON that is no object": () => fake.say("[]\n"),
  NUL: () => fake.say("\0\0\n"),
  "a number that JSON does not have": (id) =>
    fake.say(`{"type":"call","id":NaN,"run":"${id}","method":"tools.call","params":{}}\n`),
  "bytes that are no UTF-8": (id) =>
    fake.say(
      Buffer.concat([
        Buffer.from(`{"type":"output","run":"${id}","stream":"stdout","text":"`),
        Buffer.from([0xff, 0xfe]),
        Buffer.from('"}\n'),
      ]),
    ),
  "a frame of no known type": () => fake.sayFrame({ type: "host-exec", command: "id" }),
  "a frame of the host's": (id) => fake.sayFrame({ type: "run-start", id, code: "1", servers: [] }),
  "a type from the prototype": () => fake.sayFrame({ type: "__proto__" }),
  "a second ready": () => fake.sayFrame({ type: "ready", python: "3" }),
  "a field too many": (id) => fake.sayFrame({ ...call(1, id), more: 1 }),
  "output of another run": () =>
    fake.sayFrame({ type: "output", run: "another", stream: "stdout", text: "x" }),
  "a display of another run": () =>
    fake.sayFrame({ type: "display", run: "another", mimeType: "image/png", data: "" }),
  "a display that is no image": (id) =>
    fake.sayFrame({ type: "display", run: id, mimeType: "text/html", data: "PGI+" }),
  "a call of another run": () => fake.sayFrame(call(1, "another")),
  "the end of another run": () => fake.sayFrame(end("another")),
  "a negative id": (id) => fake.sayFrame(call(-1, id)),
  "an id that is no whole number": (id) => fake.sayFrame(call(0.5, id)),
  "an id beyond what numbers hold exactly": (id) => fake.sayFrame(call(2 ** 53, id)),
  "an infinite id": (id) =>
    fake.say(`{"type":"call","id":1e999,"run":"${id}","method":"tools.call","params":{}}\n`),
  "an id that is text": (id) => fake.sayFrame(call("1", id)),
  "a frame of more values than the host can follow": (id) =>
    fake.say(
      `{"type":"call","id":1,"run":"${id}","method":"tools.call","params":{"a":[${"{},".repeat(1_000_000)}0]}}\n`,
    ),
  "parameters that are a list": (id) => fake.sayFrame({ ...call(1, id), params: [] }),
  "a method of a million letters": (id) =>
    fake.sayFrame({ ...call(1, id), method: "x".repeat(10 ** 6) }),
  "a status of its own": (id) => fake.sayFrame({ ...end(id), status: "timeout" }),
  "a value of a million letters": (id) => fake.sayFrame({ ...end(id), value: "x".repeat(10 ** 6) }),
  "more output than a run may send": (id) => {
    for (let sent = 0; sent < 20; sent += 1) {
      fake.sayFrame({ type: "output", run: id, stream: "stdout", text: "x".repeat(10_000) });
    }
  },
};

const refused: HostileCase = {
  id: "5.forged-frames",
  name: "forged frames of every type",
  protection: "the schema of frames, and the run's own check of what belongs to it",
  checked: "mutation",
};

describe("a sandbox that says", () => {
  it.each(Object.entries(violations))(
    `[${refused.id}] %s is ended`,
    hostile("host", refused),
    async (_, say) => {
      await expect(run(say)).rejects.toMatchObject({ code: "protocol-violation" });
      expect(host.calls).toEqual([]);
      expect(fake.kills()).toBeGreaterThan(0);
      const next = await run((id) => fake.sayFrame(end(id)));
      expect(next.status).toBe("ok");
      expect(next.notices.join()).toContain("gone");
      expect(fake.starts()).toBe(2);
    },
  );
});

function defineCase(found: HostileCase, test: () => Promise<void>): void {
  it(`[${found.id}] ${found.name}`, { timeout: 60_000, ...hostile("host", found) }, test);
}

defineCase(
  {
    id: "5.unwritable-answer",
    name: "an answer of a server that no frame can hold",
    protection: "what cannot be written is an error of its call",
    checked: "mutation",
  },
  async () => {
    const answers: HeardFrame[] = [];
    const running = runtime.run("1", { timeoutMs: 5_000 });
    fake.onFrame = (frame) => {
      const id = String(frame["id"]);
      if (frame.type === "run-start") {
        fake.sayFrame(
          call(1, id, { params: { server: "echo-server", tool: "unwritable", arguments: {} } }),
        );
        fake.onFrame = (answer) => {
          answers.push(answer);
          fake.sayFrame(end(id));
        };
      }
    };
    expect((await running).status).toBe("ok");
    expect(answers).toMatchObject([{ id: 1, ok: false, error: { code: "call-failed" } }]);
  },
);

defineCase(
  {
    id: "5.after-violation",
    name: "a call in the same piece of input as a violation",
    protection: "nothing is read of a sandbox that has been ended",
    checked: "mutation",
  },
  async () => {
    const failed = run((id) =>
      fake.say([end("another"), call(1, id)].map((frame) => `${JSON.stringify(frame)}\n`).join("")),
    );
    await expect(failed).rejects.toMatchObject({ code: "protocol-violation" });
    expect(host.calls).toEqual([]);
  },
);

defineCase(
  {
    id: "5.duplicate-ids",
    name: "a call whose id is in use",
    protection: "an id in use ends the sandbox; the call of that id was made once",
    checked: "mutation",
  },
  async () => {
    const failed = run((id) => {
      const waiting = { server: "echo-server", tool: "hang", arguments: { id: 7 } };
      fake.sayFrame(call(7, id, { params: waiting }));
      fake.sayFrame(call(7, id));
    });
    await expect(failed).rejects.toMatchObject({ code: "protocol-violation" });
    expect(host.calls).toHaveLength(1);
    expect(host.aborted).toEqual([7]);
  },
);

defineCase(
  {
    id: "5.after-the-end",
    name: "frames after the end of a run, and answers after its end",
    protection: "a frame between runs ends the sandbox; an answer that comes late is not sent",
    checked: "mutation",
  },
  async () => {
    const outcome = await run((id) => {
      const waiting = { server: "echo-server", tool: "hang", arguments: { id: 1 } };
      fake.sayFrame(call(1, id, { params: waiting }));
      fake.sayFrame(end(id));
      fake.sayFrame(call(2, id));
      fake.sayFrame(end(id));
    });
    expect(outcome.status).toBe("ok");
    expect(host.calls).toHaveLength(1);
    await expect.poll(() => host.aborted).toEqual([1]);
    await expect.poll(() => fake.kills()).toBeGreaterThan(0);
    expect(fake.heard().filter(({ type }) => type === "call-result")).toEqual([]);
  },
);

defineCase(
  {
    id: "5.split-text",
    name: "UTF-8 split anywhere, lone surrogates and NUL in strings",
    protection: "lines are put together from bytes before they are text",
    checked: "mutation",
  },
  async () => {
    const text = "a\0日本🎉\ud800z";
    const outcome = await run((id) => {
      const line = JSON.stringify({ type: "output", run: id, stream: "stdout", text });
      // JSON.stringify escapes what is no character; the others go as they are.
      for (const byte of Buffer.from(`${line}\n`)) fake.say(Buffer.from([byte]));
      fake.sayFrame(end(id));
    });
    expect(outcome.output).toEqual([{ stream: "stdout", text }]);
  },
);

defineCase(
  {
    id: "5.prototype",
    name: "keys that would change a prototype",
    protection: "frames are copied key by key, without __proto__",
    checked: "nothing to take away: it is how the schema library copies, and the test sees that",
  },
  async () => {
    let answered = 0;
    const outcome = await run((id) => {
      const before = fake.onFrame;
      fake.onFrame = (frame) => {
        if (frame.type !== "call-result") return before(frame);
        answered += 1;
        fake.sayFrame(end(id));
      };
      fake.say(
        `{"type":"call","id":1,"run":"${id}","method":"tools.call","params":{"server":"echo-server","tool":"echo","__proto__":{"polluted":1},"arguments":{"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}}}}}\n`,
      );
    });
    expect(outcome.status).toBe("ok");
    expect(answered).toBe(1);
    expect(({} as Record<string, unknown>)["polluted"]).toBe(undefined);
    expect(Object.getPrototypeOf(host.calls[0]?.arguments)).toBe(Object.prototype);
    expect(host.calls[0]?.arguments["polluted"]).toBe(undefined);
  },
);

defineCase(
  {
    id: "5.deep-nesting",
    name: "arguments and answers nested a hundred thousand levels deep",
    protection: "an answer that neither end could write or read is an error in its place",
    checked: "mutation",
  },
  async () => {
    const deep = `${"[".repeat(100_000)}${"]".repeat(100_000)}`;
    let answer: HeardFrame | undefined;
    const outcome = await run((id) => {
      fake.onFrame = (frame) => {
        if (frame.type !== "call-result") return;
        answer = frame;
        fake.sayFrame(end(id));
      };
      fake.say(
        `{"type":"call","id":1,"run":"${id}","method":"tools.call","params":{"server":"echo-server","tool":"echo","arguments":{"deep":${deep}}}}\n`,
      );
    });
    expect(outcome.status).toBe("ok");
    expect(answer).toMatchObject({
      ok: false,
      error: { message: expect.stringContaining("nested") },
    });
  },
);

defineCase(
  {
    id: "5.endless-frame",
    name: "a frame of a gigabyte, announced and never finished",
    protection: "the longest line that is read, and the run's time-out",
    checked: "mutation",
  },
  async () => {
    const stalled = await run((id) => fake.say(beginOfOutput(id)), 300);
    expect(stalled).toMatchObject({ status: "timeout", stateLost: true });
    const part = Buffer.alloc(16 * 1024 * 1024, "x");
    const flooding = fake;
    const flood = run(async (id) => {
      flooding.say(beginOfOutput(id));
      for (let sent = 0; sent < 17; sent += 1) {
        flooding.say(part);
        await new Promise(setImmediate);
      }
    }, 60_000);
    await expect(flood).rejects.toMatchObject({
      code: "protocol-violation",
      message: expect.stringContaining("longer than"),
    });
  },
);

defineCase(
  {
    id: "4.frame-flood",
    name: "more frames than the host can follow",
    protection: "a budget of frames and bytes for each sandbox",
    checked: "mutation",
  },
  async () => {
    const flood = run((id) => {
      const image = { type: "display", run: id, mimeType: "image/png", data: "" };
      const many = `${JSON.stringify(image)}\n`.repeat(50_000);
      for (let sent = 0; sent < 4; sent += 1) fake.say(many);
    }, 60_000);
    await expect(flood).rejects.toMatchObject({
      message: expect.stringContaining("more frames than the host can follow"),
    });
  },
);

defineCase(
  {
    id: "4.unread-answers",
    name: "questions whose answers are never read",
    protection: "a bound on what waits for a sandbox",
    checked: "mutation",
  },
  async () => {
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

defineCase(
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
  defineCase(
    {
      id: "4.kept-lines",
      name: `answers of which a text goes on, ${what}, to a sandbox that does not read`,
      protection:
        "a text that goes on as it came does not keep more of its line than it counts for",
      checked: "mutation",
    },
    async () => {
      const json = new KnownTexts(undefined);
      const read = json.read(Buffer.from(line("x".repeat(300_000))));
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

defineCase(
  {
    id: "4.waiting-questions",
    name: "large questions to a server that does not answer",
    protection: "a bound on the characters of a run's questions that wait",
    checked: "mutation",
  },
  async () => {
    let refusals = 0;
    await run((id) => {
      const before = fake.onFrame;
      fake.onFrame = (frame) => {
        if (frame.type !== "call-result") return before(frame);
        refusals += 1;
        if (refusals === 2) fake.sayFrame(end(id));
      };
      const large = {
        server: "echo-server",
        tool: "hang",
        arguments: { a: "x".repeat(15_000_000) },
      };
      for (let asked = 0; asked < 10; asked += 1) fake.sayFrame(call(asked, id, { params: large }));
    }, 60_000);
    expect(host.calls).toHaveLength(8);
    expect(refusals).toBe(2);
  },
);

defineCase(
  {
    id: "4.many-images",
    name: "images that are within their own bounds and fill the host together",
    protection: "a bound on the bytes of a run's images",
    checked: "mutation",
  },
  async () => {
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

defineCase(
  {
    id: "4.changing-streams",
    name: "output that changes its stream with every letter",
    protection: "a bound on the pieces in which output is told",
    checked: "mutation",
  },
  async () => {
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

defineCase(
  {
    id: "4.session-names",
    name: "a new session for every name that there is",
    protection: "sessions without a sandbox are forgotten beyond a number of names",
    checked: "mutation",
  },
  async () => {
    const first = runtime.session("first");
    for (let number = 0; number < 10_000; number += 1) runtime.session(`name ${number}`);
    await expect.poll(() => first.closed).toBe(true);
    await expect(first.run("1")).rejects.toMatchObject({ code: "closed" });
  },
);

defineCase(
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

defineCase(
  {
    id: "4.unfinished-frames",
    name: "frames that are begun and whose end is kept back",
    protection: "what has come of a frame counts among what is held for all sandboxes",
    checked: "mutation",
  },
  async () => {
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

/** Runs of a sandbox that asks all this at once, and ends when all is answered. */
async function askAll(questions: readonly { method: string; params: object }[]): Promise<void> {
  let answers = 0;
  await run((id) => {
    const before = fake.onFrame;
    fake.onFrame = (frame) => {
      if (frame.type !== "call-result") return before(frame);
      answers += 1;
      if (answers === questions.length) fake.sayFrame(end(id));
    };
    const frames = questions.map((question, asked) => call(asked, id, question));
    fake.say(frames.map((frame) => `${JSON.stringify(frame)}\n`).join(""));
  }, 30_000);
  expect(answers).toBe(questions.length);
}

defineCase(
  {
    id: "4.questions-at-once",
    name: "hundreds of searches and saved tools at once",
    protection: "what the host answers itself it answers a few at a time, saved tools one by one",
    checked: "mutation",
  },
  async () => {
    const underWay = { save: 0, search: 0 };
    const most = { save: 0, search: 0 };
    const slowly = async (kind: "save" | "search"): Promise<void> => {
      underWay[kind] += 1;
      most[kind] = Math.max(most[kind], underWay[kind]);
      await new Promise(setImmediate);
      underWay[kind] -= 1;
    };
    host.savedTools = {
      list: async () => [],
      save: () => slowly("save"),
      remove: () => slowly("save"),
    };
    host.searchTools = async () => {
      await slowly("search");
      return [];
    };
    const questions = [
      { method: "saved.save", params: { name: "f", source: "def f(): pass" } },
      { method: "saved.remove", params: { name: "f" } },
      { method: "tools.search", params: { query: "x" } },
    ];
    await askAll(Array.from({ length: 300 }, () => questions).flat());
    expect(most).toEqual({ save: 1, search: 8 });
  },
);

defineCase(
  {
    id: "4.questions-in-one-turn",
    name: "a thousand calls in one piece of input",
    protection:
      "so many are begun in a turn of the host's event loop that others are heard between",
    checked: "mutation",
  },
  async () => {
    let begun = 0;
    let most = 0;
    host.callTool = async () => {
      begun += 1;
      most = Math.max(most, begun);
      return { content: [] };
    };
    const each = (): void => {
      begun = 0;
      next = setImmediate(each);
    };
    let next = setImmediate(each);
    const params = { server: "echo-server", tool: "echo", arguments: {} };
    await askAll(Array.from({ length: 1_000 }, () => ({ method: "tools.call", params })));
    clearImmediate(next);
    expect(most).toBeLessThan(200);
  },
);

defineCase(
  {
    id: "4.slow-questions",
    name: "hundreds of calls at once that each take the host some milliseconds",
    protection: "fewer are begun in a turn of the host's event loop where they take long",
    checked: "mutation",
  },
  async () => {
    let begun = 0;
    let most = 0;
    host.callTool = async () => {
      begun += 1;
      most = Math.max(most, begun);
      const until = performance.now() + 5;
      while (performance.now() < until);
      return { content: [] };
    };
    const each = (): void => {
      begun = 0;
      next = setImmediate(each);
    };
    let next = setImmediate(each);
    const params = { server: "echo-server", tool: "echo", arguments: {} };
    await askAll(Array.from({ length: 300 }, () => ({ method: "tools.call", params })));
    clearImmediate(next);
    expect(most).toBeLessThan(33);
  },
);

defineCase(
  {
    id: "4.ended-calls",
    name: "the end of a run that a thousand calls wait for",
    protection: "they are aborted at once, and told of it in turns of the host's event loop",
    checked: "mutation",
  },
  async () => {
    const calls = 1_000;
    const signals: CallContext["cancelSignal"][] = [];
    let told = 0;
    let toldInTurn = 0;
    let most = 0;
    let abortedAtFirst = 0;
    host.callTool = async (_request, { cancelSignal }) => {
      signals.push(cancelSignal);
      await new Promise<void>((resolve) => {
        cancelSignal.addEventListener("abort", resolve);
      });
      if (told === 0) abortedAtFirst = signals.filter(({ aborted }) => aborted).length;
      told += 1;
      toldInTurn += 1;
      most = Math.max(most, toldInTurn);
      return { content: [] };
    };
    const each = (): void => {
      toldInTurn = 0;
      next = setImmediate(each);
    };
    let next = setImmediate(each);
    await run(async (id) => {
      fake.say(
        Array.from({ length: calls }, (_, at) => `${JSON.stringify(call(at, id))}\n`).join(""),
      );
      await expect.poll(() => signals.length).toBe(calls);
      fake.sayFrame(end(id));
    });
    await expect.poll(() => told).toBe(calls);
    clearImmediate(next);
    expect(abortedAtFirst).toBe(calls);
    expect(most).toBeLessThan(200);
  },
);

defineCase(
  {
    id: "6.after-cancel",
    name: "calls of a run that was cancelled",
    protection: "the host puts no call of a stopped run to a server",
    checked: "mutation",
  },
  async () => {
    const controller = new AbortController();
    const answers: HeardFrame[] = [];
    fake.onFrame = (frame) => {
      const id = String(frame["id"]);
      if (frame.type === "run-start") controller.abort();
      if (frame.type === "run-interrupt") {
        fake.sayFrame(call(1, id));
        fake.sayFrame({ ...end(id), status: "interrupted" });
      }
      if (frame.type === "call-result") answers.push(frame);
    };
    const outcome = await runtime.run("1", { signal: controller.signal });
    expect(outcome.status).toBe("cancelled");
    expect(host.calls).toEqual([]);
    expect(answers).toMatchObject([{ ok: false, error: { code: "refused" } }]);
  },
);

defineCase(
  {
    id: "6.end-beside-call",
    name: "a call and the end of its run in one piece of input",
    protection: "the end of a run aborts its calls at once",
    checked: "mutation",
  },
  async () => {
    let acted = 0;
    const slow: RecordingHost = {
      ...host,
      async callTool(_request, { signal }) {
        await Promise.resolve();
        if (!signal.aborted) acted += 1;
        return { content: [] };
      },
    };
    await using other = await createSandboxRuntime({ driver: fake.driver, host: slow });
    fake.onFrame = (frame) => {
      const id = String(frame["id"]);
      const both = [call(1, id), end(id)].map((each) => `${JSON.stringify(each)}\n`).join("");
      if (frame.type === "run-start") fake.say(both);
    };
    expect((await other.run("1")).status).toBe("ok");
    expect(acted).toBe(0);
  },
);

defineCase(
  {
    id: "6.waiting-calls",
    name: "more calls at once than a host can hold",
    protection: "a bound on the calls of a run that wait",
    checked: "mutation",
  },
  async () => {
    let refusals = 0;
    await run((id) => {
      const before = fake.onFrame;
      fake.onFrame = (frame) => {
        if (frame.type !== "call-result") return before(frame);
        refusals += 1;
        // They are begun a few in each turn.
        const allBegun = setInterval(() => {
          if (refusals < 10 || host.calls.length < 20_000) return;
          clearInterval(allBegun);
          fake.sayFrame(end(id));
        }, 10);
      };
      const params = { server: "echo-server", tool: "hang", arguments: {} };
      for (let asked = 0; asked < 20_010; asked += 1) fake.sayFrame(call(asked, id, { params }));
    }, 60_000);
    expect(host.calls).toHaveLength(20_000);
    expect(refusals).toBe(10);
  },
);

defineCase(
  {
    id: "4.endless-questions",
    name: "questions without end, each answered at once, while the run's time stands still",
    protection: "the time of a run stands still for a bounded number of questions",
    checked: "mutation",
  },
  async () => {
    let asked = 0;
    const asking: ToolHost = {
      ...host,
      async callTool(_request, { signal, stopClock }) {
        let last: (() => void) | undefined;
        while (!signal.aborted) {
          // The next question comes before the answer to the last one, as those of two servers may.
          const next = stopClock();
          last?.();
          last = next;
          asked += 1;
          await new Promise((resolve) => setTimeout(resolve, 2));
        }
        return { content: [] };
      },
    };
    await using other = await createSandboxRuntime({ driver: fake.driver, host: asking });
    fake.onFrame = (frame) => {
      const id = String(frame["id"]);
      if (frame.type === "run-start") fake.sayFrame(call(1, id));
      if (frame.type === "run-interrupt") fake.sayFrame({ ...end(id), status: "interrupted" });
    };
    const began = performance.now();
    const outcome = await other.run("1", { timeoutMs: 300, signal: AbortSignal.timeout(20_000) });
    expect(outcome.status).toBe("timeout");
    expect(asked).toBeGreaterThan(100);
    expect(performance.now() - began).toBeLessThan(15_000);
  },
);
