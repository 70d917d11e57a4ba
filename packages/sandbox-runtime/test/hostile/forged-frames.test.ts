// What a sandbox may say whose kernel has been replaced: every byte of its standard output is the attacker's.
import { describe, expect, it } from "vitest";
import type { FakeSandbox, HeardFrame } from "./fake-sandbox.ts";
import { beginOfOutput, call, end } from "./forged-frames.ts";
import { defineForgedCase, withForged } from "./forged-sandbox.ts";
import { hostile, type HostileCase } from "./hostile-case.ts";

/** Each is a sandbox's last word: it is ended, the host is asked nothing, and the next run starts another. */
const violations: Record<string, (fake: FakeSandbox, id: string) => void> = {
  "text that is no JSON": (fake) => fake.say("garbage\n"),
  "an empty line": (fake) => fake.say("\n"),
  "JSON that is no object": (fake) => fake.say("[]\n"),
  NUL: (fake) => fake.say("\0\0\n"),
  "a number that JSON does not have": (fake, id) =>
    fake.say(`{"type":"call","id":NaN,"run":"${id}","method":"tools.call","params":{}}\n`),
  "bytes that are no UTF-8": (fake, id) =>
    fake.say(
      Buffer.concat([
        Buffer.from(`{"type":"output","run":"${id}","stream":"stdout","text":"`),
        Buffer.from([0xff, 0xfe]),
        Buffer.from('"}\n'),
      ]),
    ),
  "a frame of no known type": (fake) => fake.sayFrame({ type: "host-exec", command: "id" }),
  "a frame of the host's": (fake, id) =>
    fake.sayFrame({ type: "run-start", id, code: "1", servers: [] }),
  "a type from the prototype": (fake) => fake.sayFrame({ type: "__proto__" }),
  "a second ready": (fake) => fake.sayFrame({ type: "ready", python: "3" }),
  "a kernel of its own": (fake) => fake.sayFrame({ type: "kernel-compiled", code: "AAAA" }),
  "an offer of pipes that nobody asked for": (fake) =>
    fake.sayFrame({
      type: "pipes-offer",
      toSandbox: { descriptor: 0, inode: 1 },
      fromSandbox: { descriptor: 1, inode: 1 },
    }),
  "a field too many": (fake, id) => fake.sayFrame({ ...call(1, id), more: 1 }),
  "output of another run": (fake) =>
    fake.sayFrame({ type: "output", run: "another", stream: "stdout", text: "x" }),
  "a display of another run": (fake) =>
    fake.sayFrame({ type: "display", run: "another", mimeType: "image/png", data: "" }),
  "a display that is no image": (fake, id) =>
    fake.sayFrame({ type: "display", run: id, mimeType: "text/html", data: "PGI+" }),
  "a call of another run": (fake) => fake.sayFrame(call(1, "another")),
  "the end of another run": (fake) => fake.sayFrame(end("another")),
  "a negative id": (fake, id) => fake.sayFrame(call(-1, id)),
  "an id that is no whole number": (fake, id) => fake.sayFrame(call(0.5, id)),
  "an id beyond what numbers hold exactly": (fake, id) => fake.sayFrame(call(2 ** 53, id)),
  "an infinite id": (fake, id) =>
    fake.say(`{"type":"call","id":1e999,"run":"${id}","method":"tools.call","params":{}}\n`),
  "an id that is text": (fake, id) => fake.sayFrame(call("1", id)),
  "a frame of more values than the host can follow": (fake, id) =>
    fake.say(
      `{"type":"call","id":1,"run":"${id}","method":"tools.call","params":{"a":[${"{},".repeat(1_000_000)}0]}}\n`,
    ),
  "parameters that are a list": (fake, id) => fake.sayFrame({ ...call(1, id), params: [] }),
  "a method of a million letters": (fake, id) =>
    fake.sayFrame({ ...call(1, id), method: "x".repeat(10 ** 6) }),
  "a status of its own": (fake, id) => fake.sayFrame({ ...end(id), status: "timeout" }),
  "a value of a million letters": (fake, id) =>
    fake.sayFrame({ ...end(id), value: "x".repeat(10 ** 6) }),
  "more output than a run may send": (fake, id) => {
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
    (_, say) =>
      withForged(async ({ fake, host, run }) => {
        await expect(run((id) => say(fake, id))).rejects.toMatchObject({
          code: "protocol-violation",
        });
        expect(host.calls).toEqual([]);
        expect(fake.kills()).toBeGreaterThan(0);
        const next = await run((id) => fake.sayFrame(end(id)));
        expect(next.status).toBe("ok");
        expect(next.notices.join()).toContain("gone");
        expect(fake.starts()).toBe(2);
      }),
  );
});

defineForgedCase(
  {
    id: "5.unwritable-answer",
    name: "an answer of a server that no frame can hold",
    protection: "what cannot be written is an error of its call",
    checked: "mutation",
  },
  async ({ fake, runtime }) => {
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

defineForgedCase(
  {
    id: "5.after-violation",
    name: "a call in the same piece of input as a violation",
    protection: "nothing is read of a sandbox that has been ended",
    checked: "mutation",
  },
  async ({ fake, host, run }) => {
    const failed = run((id) =>
      fake.say([end("another"), call(1, id)].map((frame) => `${JSON.stringify(frame)}\n`).join("")),
    );
    await expect(failed).rejects.toMatchObject({ code: "protocol-violation" });
    expect(host.calls).toEqual([]);
  },
);

defineForgedCase(
  {
    id: "5.duplicate-ids",
    name: "a call whose id is in use",
    protection: "an id in use ends the sandbox; the call of that id was made once",
    checked: "mutation",
  },
  async ({ fake, host, run }) => {
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

defineForgedCase(
  {
    id: "5.after-the-end",
    name: "frames after the end of a run, and answers after its end",
    protection: "a frame between runs ends the sandbox; an answer that comes late is not sent",
    checked: "mutation",
  },
  async ({ fake, host, run }) => {
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

defineForgedCase(
  {
    id: "5.split-text",
    name: "UTF-8 split anywhere, lone surrogates and NUL in strings",
    protection: "lines are put together from bytes before they are text",
    checked: "mutation",
  },
  async ({ fake, run }) => {
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

defineForgedCase(
  {
    id: "5.prototype",
    name: "keys that would change a prototype",
    protection: "frames are copied key by key, without __proto__",
    checked: "nothing to take away: it is how the schema library copies, and the test sees that",
  },
  async ({ fake, host, run }) => {
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

defineForgedCase(
  {
    id: "5.deep-nesting",
    name: "arguments and answers nested a hundred thousand levels deep",
    protection: "an answer that neither end could write or read is an error in its place",
    checked: "mutation",
  },
  async ({ fake, run }) => {
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

defineForgedCase(
  {
    id: "5.endless-frame",
    name: "a frame of a gigabyte, announced and never finished",
    protection: "the longest line that is read, and the run's time-out",
    checked: "mutation",
  },
  async ({ fake, run }) => {
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
