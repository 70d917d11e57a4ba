import { setTimeout as delay } from "node:timers/promises";
import { afterAll, describe, expect, it, vi } from "vitest";
import { fixture, officialServer, textOf } from "../../test/test-servers.ts";
import type { ClientFeatures, ElicitationResult, Question } from "./client-features.ts";
import { createRegistry } from "../registry.ts";
import type { CallOptions, ServerLogMessage } from "../calls/call-types.ts";
import type { Registry } from "../registry-types.ts";

/** Promises that the test decides about. */
interface Pending<T> {
  promise: Promise<T>;
  resolve: (value: T) => void;
}

function pending<T>(): Pending<T> {
  const settle: { resolve?: (value: T) => void } = {};
  const promise = new Promise<T>((resolve) => {
    settle.resolve = resolve;
  });
  return { promise, resolve: (value) => settle.resolve?.(value) };
}

const shade3 = async (): Promise<ElicitationResult> => ({
  action: "accept",
  content: { shade: 3 },
});

const open: Registry[] = [];
afterAll(() => Promise.all(open.map((registry) => registry.close())));

/** One asking server per set of features, shared by the tests. */
function asking(features: ClientFeatures): Registry {
  const registry = createRegistry(
    { asking: fixture("asking-server") },
    { clientFeatures: () => features },
  );
  open.push(registry);
  return registry;
}

async function ask(registry: Registry, tool: string, options?: CallOptions): Promise<unknown> {
  return JSON.parse(textOf(await registry.callTool("asking", tool, {}, options)));
}

describe("a server that asks", () => {
  const questions: Question[] = [];
  const urls: unknown[] = [];
  const logged: unknown[] = [];
  let answerForm: (question: Question) => Promise<ElicitationResult> = shade3;
  const registry = asking({
    async sample(params, question) {
      questions.push(question);
      return {
        model: "m",
        role: "assistant",
        content: { type: "text", text: JSON.stringify(params) },
      };
    },
    elicit: {
      form: (_params, question) => {
        questions.push(question);
        return answerForm(question);
      },
      async url(params) {
        urls.push(params);
        return { action: "accept" };
      },
      onUrlDone: (...done) => void urls.push(done),
    },
    listRoots: async () => ({ roots: [{ uri: "file:///home/ada", name: "home" }] }),
    onServerLog: (message: ServerLogMessage, contexts) => void logged.push({ message, contexts }),
  });

  it("is told what our side can answer", async () => {
    expect(await ask(registry, "capabilities")).toEqual({
      sampling: {},
      elicitation: { form: { applyDefaults: true }, url: {} },
      roots: { listChanged: true },
    });
  });

  it("gets its form filled in, with the defaults of what was left out", async () => {
    questions.length = 0;
    const options = { context: { run: 7 } };
    expect(await ask(registry, "form", options)).toEqual({
      action: "accept",
      content: { colour: "green", shade: 3 },
    });
    expect(questions).toMatchObject([{ server: "asking", contexts: [{ run: 7 }] }]);
  });

  it("gets a page opened, and says when it is done", async () => {
    expect(await ask(registry, "url")).toEqual({ action: "accept" });
    await expect
      .poll(() => urls)
      .toEqual([
        { message: "Pay", url: "https://pay.test/1", elicitationId: "e1" },
        ["asking", "e1"],
      ]);
  });

  it("gets a page opened that it wants before a call, whose address the caller does not see", async () => {
    urls.length = 0;
    await expect(ask(registry, "page-first")).rejects.toMatchObject({
      code: "page-required",
      tool: "page-first",
      message:
        'The call of tool "page-first" of server "asking" was not carried out: a person had to open a page first, ' +
        "and agreed to: Sign (at sign.test). Call again when that is done.",
    });
    expect(urls).toEqual([{ message: "Sign", url: "https://sign.test/?k=1", elicitationId: "e2" }]);
    const alone = asking({});
    await expect(ask(alone, "page-first")).rejects.toThrow(/The client here cannot ask for that/);
  });

  it("gets a completion and roots, and hears when the roots change", async () => {
    expect(await ask(registry, "sample")).toMatchObject({ model: "m", role: "assistant" });
    expect(await ask(registry, "roots")).toEqual({
      roots: [{ uri: "file:///home/ada", name: "home" }],
    });
    registry.rootsChanged();
    await expect.poll(() => ask(registry, "roots-news")).toBe(1);
    for (let change = 0; change < 1_000; change += 1) registry.rootsChanged();
    await expect.poll(() => ask(registry, "roots-news")).toBe(2);
    await delay(500);
    expect(await ask(registry, "roots-news")).toBe(2);
  });

  it("gets roots that it asked for during a call which is over before the answer", async () => {
    let isOver = false;
    const slow = asking({
      listRoots: () => vi.waitUntil(() => isOver).then(() => ({ roots: [] })),
    });
    expect(await ask(slow, "roots-later")).toBe("asked");
    isOver = true;
    expect(await ask(slow, "roots-came")).toEqual({ roots: [] });
  });

  it("has one question open at a time, and few waiting", async () => {
    let opened = 0;
    let mostOpen = 0;
    const eager = asking({
      elicit: {
        async form() {
          opened += 1;
          mostOpen = Math.max(mostOpen, opened);
          await new Promise(setImmediate);
          opened -= 1;
          return { action: "decline" };
        },
      },
    });
    const answers = (await ask(eager, "forms-at-once")) as unknown[];
    expect(mostOpen).toBe(1);
    expect(answers).toContainEqual({ action: "decline" });
    expect(answers).toContainEqual({ code: -32600 });
  });

  it("is refused a form and a completion that no call is waiting for", async () => {
    const heard: unknown[] = [];
    const asked: unknown[] = [];
    const quiet = asking({
      sample: async (params) => {
        asked.push(params);
        return { model: "m", role: "assistant", content: { type: "text", text: "" } };
      },
      elicit: {
        async form(params) {
          asked.push(params);
          return { action: "decline" };
        },
      },
      listRoots: async () => ({ roots: [] }),
      onServerLog: ({ data }) => void heard.push(data),
    });
    await ask(quiet, "ask-unbidden");
    quiet.rootsChanged();
    await expect.poll(() => heard).toEqual([{ code: -32602 }, { code: -32602 }]);
    expect(asked).toEqual([]);
  });

  it("is refused what was not declared", async () => {
    const result = await registry.callTool("asking", "sample", { withTools: true });
    expect(result.isError).toBe(true);
    expect(JSON.parse(textOf(result))).toMatchObject({
      code: -32602,
      message: expect.stringContaining("does not support tools in sampling"),
    });
  });

  it("waits for a person as long as it takes: the call's time stands still", async () => {
    answerForm = async () => {
      await new Promise((resolve) => setTimeout(resolve, 2500));
      return { action: "decline" };
    };
    expect(await ask(registry, "form", { timeoutMs: 2000 })).toEqual({ action: "decline" });
  });

  it("withdraws its question, also its very first", async () => {
    const withdrawn = pending<boolean>();
    answerForm = ({ signal }) => {
      signal.addEventListener("abort", () => withdrawn.resolve(true));
      return new Promise(() => {});
    };
    // A connection of its own: the first request of a server has the id 0.
    const fresh = asking({ elicit: { form: (_params, question) => answerForm(question) } });
    expect(await ask(fresh, "withdraw")).toMatch(/never mind/);
    expect(await withdrawn.promise).toBe(true);
  });

  it("has its question withdrawn when the call is cancelled", async () => {
    const asked = pending<Question>();
    answerForm = (question) => {
      asked.resolve(question);
      return new Promise(() => {});
    };
    const caller = new AbortController();
    const call = ask(registry, "form", { signal: caller.signal });
    const { signal } = await asked.promise;
    expect(signal.aborted).toBe(false);
    caller.abort();
    await expect(call).rejects.toMatchObject({ code: "cancelled" });
    expect(signal.aborted).toBe(true);
  });

  it("logs to the call that listens and to the client", async () => {
    logged.length = 0;
    const heard: unknown[] = [];
    await ask(registry, "log", { context: "c", onLog: (message) => void heard.push(message) });
    await expect
      .poll(() => heard)
      .toEqual([
        { level: "debug", logger: "fixture", data: { step: 1 } },
        { level: "warning", data: "half way" },
      ]);
    expect(logged).toContainEqual({
      message: { server: "asking", level: "warning", data: "half way" },
      contexts: ["c"],
    });
  });

  it("is described", async () => {
    expect(await registry.describeServer("asking")).toEqual({
      name: "asking",
      alias: "asking",
      title: "A server with questions",
      version: "2.0.0",
      instructions: "Answer me.",
      protocolVersion: expect.stringMatching(/^\d{4}-\d\d-\d\d$/),
      capabilities: { tools: {}, logging: {} },
    });
  });
});

describe("a server that asks while it starts", () => {
  it("has the time that a person takes", async () => {
    const startupTimeoutMs = 4000;
    await using registry = createRegistry(
      { early: { ...fixture("asking-server", "--early"), startupTimeoutMs } },
      {
        clientFeatures: () => ({
          elicit: {
            async form(_params, { contexts }) {
              await new Promise((resolve) => setTimeout(resolve, startupTimeoutMs + 200));
              expect(contexts).toEqual([]);
              return { action: "cancel" };
            },
          },
        }),
      },
    );
    expect((await registry.listTools("early")).length).toBeGreaterThan(0);
  });
});

describe("a server that asks one who answers nothing", () => {
  const registry = asking({});

  it.each([
    ["form", -32601],
    ["url", -32601],
    ["sample", -32601],
    ["roots", -32601],
  ])("is refused %s as MCP says", async (tool, code) => {
    expect(await ask(registry, "capabilities")).toEqual({});
    expect(await ask(registry, tool)).toMatchObject({ code });
  });

  it("is refused the mode of elicitation that was not declared", async () => {
    const forms = asking({ elicit: { form: async () => ({ action: "cancel" }) } });
    expect(await ask(forms, "url")).toMatchObject({ code: -32602 });
    expect(await ask(forms, "form")).toEqual({ action: "cancel" });
  });
});

describe("the everything server", () => {
  it("samples, elicits and lists roots through us", async () => {
    await using registry = createRegistry(
      { everything: officialServer("everything") },
      {
        clientFeatures: () => ({
          sample: async () => ({
            model: "m",
            role: "assistant",
            content: { type: "text", text: "sampled here" },
          }),
          elicit: { form: async () => ({ action: "accept", content: { name: "Ada" } }) },
          listRoots: async () => ({ roots: [{ uri: "file:///work", name: "work" }] }),
        }),
      },
    );
    const answers = await Promise.all(
      [
        registry.callTool("everything", "trigger-sampling-request", { prompt: "hi" }),
        registry.callTool("everything", "trigger-elicitation-request"),
      ].map(async (call) => JSON.stringify(await call)),
    );
    expect(answers[0]).toContain("sampled here");
    expect(answers[1]).toContain("Ada");
    const roots = await registry.callTool("everything", "get-roots-list");
    expect(textOf(roots)).toContain("file:///work");
  });
});
