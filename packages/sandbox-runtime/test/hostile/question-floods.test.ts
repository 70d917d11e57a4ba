// What the calls and questions of a run may cost the host, and those who wait beside it.
import { expect } from "vitest";
import {
  createSandboxRuntime,
  type CallContext,
  type ToolHost,
} from "@mcp-code-execution/sandbox-runtime";
import { call, end } from "./forged-frames.ts";
import { defineForgedCase, type Forged } from "./forged-sandbox.ts";

defineForgedCase(
  {
    id: "4.waiting-questions",
    name: "large questions to a server that does not answer",
    protection: "a bound on the characters of a run's questions that wait",
    checked: "mutation",
  },
  async ({ fake, host, run }) => {
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

defineForgedCase(
  {
    id: "4.waiting-questions",
    name: "questions of empty objects, which take twenty times as much memory as text, to a server that does not answer",
    protection: "each value counts for more than its characters",
    checked: "mutation",
  },
  async ({ fake, host, run }) => {
    await run((id) => {
      const params = { server: "echo-server", tool: "hang", arguments: { a: "" } };
      const objects = `[${"{},".repeat(490_000)}{}]`;
      for (let asked = 0; asked < 20; asked += 1) {
        fake.say(`${JSON.stringify(call(asked, id, { params })).replace('""', objects)}\n`);
      }
      fake.sayFrame(end(id));
    }, 60_000);
    expect(host.calls.length).toBeGreaterThan(2);
    expect(host.calls.length).toBeLessThan(10);
  },
);

/** Runs of a sandbox that asks all this at once, and ends when all is answered. */
async function askAll(
  { fake, run }: Forged,
  questions: readonly { method: string; params: object }[],
): Promise<void> {
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

function takeFiveMilliseconds(): void {
  const until = performance.now() + 5;
  while (performance.now() < until);
}

/** So many calls at once, each of which has the host do this: the most that were begun in one turn of its event loop. */
async function mostBegunInTurn(forged: Forged, calls: number, work: () => void): Promise<number> {
  let begun = 0;
  let most = 0;
  forged.host.callTool = async () => {
    begun += 1;
    most = Math.max(most, begun);
    work();
    return { content: [] };
  };
  const each = (): void => {
    begun = 0;
    next = setImmediate(each);
  };
  let next = setImmediate(each);
  const params = { server: "echo-server", tool: "echo", arguments: {} };
  await askAll(
    forged,
    Array.from({ length: calls }, () => ({ method: "tools.call", params })),
  );
  clearImmediate(next);
  return most;
}

defineForgedCase(
  {
    id: "4.questions-at-once",
    name: "hundreds of searches and saved tools at once",
    protection: "what the host answers itself it answers a few at a time, saved tools one by one",
    checked: "mutation",
  },
  async (forged) => {
    const { host } = forged;
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
    await askAll(forged, Array.from({ length: 300 }, () => questions).flat());
    expect(most).toEqual({ save: 1, search: 8 });
  },
);

defineForgedCase(
  {
    id: "4.questions-in-one-turn",
    name: "a thousand calls in one piece of input",
    protection:
      "so many are begun in a turn of the host's event loop that others are heard between",
    checked: "mutation",
  },
  async (forged) => {
    expect(await mostBegunInTurn(forged, 1_000, () => {})).toBeLessThan(200);
  },
);

defineForgedCase(
  {
    id: "4.slow-questions",
    name: "hundreds of calls at once that each take the host some milliseconds",
    protection: "fewer are begun in a turn of the host's event loop where they take long",
    checked: "mutation",
  },
  async (forged) => {
    expect(await mostBegunInTurn(forged, 300, takeFiveMilliseconds)).toBeLessThan(33);
  },
);

defineForgedCase(
  {
    id: "4.ended-calls",
    name: "the end of a run that a thousand calls wait for",
    protection: "they are aborted at once, and told of it in turns of the host's event loop",
    checked: "mutation",
  },
  async ({ fake, host, run }) => {
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

defineForgedCase(
  {
    id: "4.endless-questions",
    name: "questions without end, each answered at once, while the run's time stands still",
    protection: "the time of a run stands still for a bounded number of questions",
    checked: "mutation",
  },
  async ({ fake, host }) => {
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
