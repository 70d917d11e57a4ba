// A server that says more than anybody can hear: the host goes on with the others, and a call is answered when its turn comes.
import { setTimeout as delay } from "node:timers/promises";
import { afterEach, beforeEach, expect, it } from "vitest";
import { createRegistry } from "../../src/registry.ts";
import type { Registry } from "../../src/registry-types.ts";
import { fixture } from "../test-servers.ts";
import { hostile } from "./hostile-case.ts";

const features = {
  elicit: {
    form: async () => ({ action: "decline" as const }),
    url: async () => ({ action: "accept" as const }),
  },
};

let registry: Registry;
let log: string[];
beforeEach(async () => {
  log = [];
  registry = createRegistry(
    { flooding: fixture("flooding-server"), other: fixture("flooding-server") },
    { clientFeatures: () => features, onLog: ({ message }) => void log.push(message) },
  );
  await Promise.all([registry.listTools("flooding"), registry.listTools("other")]);
});
afterEach(() => registry.close());

/** How long the host does one thing meanwhile, in processor time: noise of the machine is no stall. */
async function longestTurnMs(work: Promise<unknown>): Promise<number> {
  let last = process.cpuUsage();
  let longest = 0;
  const timer = setInterval(() => {
    longest = Math.max(longest, millisecondsSince(last));
    last = process.cpuUsage();
  }, 5);
  await work.finally(() => clearInterval(timer));
  return longest;
}

function millisecondsSince(before: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

const lines = {
  id: "4.lines-of-a-server",
  name: "a server that writes short lines as fast as it can",
  protection: "they are read in turns of the host's event loop",
  checked: "mutation",
};

it.each([
  "empty lines",
  "answers to nothing",
  "batches of garbage",
  "batches of answers",
  "requests",
  "changes of its tools",
  "progress of nothing",
  "error output",
])(`[${lines.id}] %s`, { timeout: 60_000, ...hostile(lines) }, async (tool) => {
  const flood = registry.callTool("flooding", tool, {}, { timeoutMs: 5_000 }).catch(() => {});
  expect(await longestTurnMs(delay(1_400))).toBeLessThan(250);
  await registry.callTool("other", "wait");
  await flood;
});

const unasked = {
  id: "4.long-unasked-message",
  name: "a message of 120 MB, or full of keys, that answers nothing",
  protection: "it is not read, and a request is told so",
  checked: "mutation",
};

it.each([
  "a question",
  "a question without a name",
  "a question full of keys",
  "a log message",
  "a log message full of keys",
  "an answer to nothing",
  "an answer to nothing full of keys",
  "a method's name",
])(`[${unasked.id}] %s`, { timeout: 60_000, ...hostile(unasked) }, async (tool) => {
  const call = registry.callTool("flooding", tool);
  await expect(call).resolves.toMatchObject({ content: [{ text: "said" }] });
  expect(log).toContainEqual(expect.stringContaining("bytes that answers no request"));
  if (tool.startsWith("a question")) {
    await expect
      .poll(() => log)
      .toContainEqual(expect.stringMatching(/^refused: .*16 MiB are the most/));
  }
});

it(`[${unasked.id}] what may be an answer`, { timeout: 60_000, ...hostile(unasked) }, async () => {
  const call = registry.callTool("flooding", "a batch", {}, { timeoutMs: 3_000 });
  await expect(call).rejects.toMatchObject({
    code: "invalid-answer",
    message: expect.stringContaining("bytes that answers no request is not read"),
  });
});

it(
  `[${unasked.id}] but an answer full of keys is read`,
  { timeout: 60_000, ...hostile(unasked) },
  async () => {
    const { structuredContent } = await registry.callTool("flooding", "keys");
    expect(Object.keys(structuredContent ?? {})).toHaveLength(100_000);
    expect(log).not.toContainEqual(expect.stringContaining("answers no request"));
  },
);

const pages = {
  id: "4.pages-to-open",
  name: "pages to open that come with a hundred megabytes of words, or are none",
  protection: "a bound on what is repeated of them, and a look at what they are",
  checked: "mutation",
};

it(`[${pages.id}] ${pages.name}`, { timeout: 60_000, ...hostile(pages) }, async () => {
  const call = registry.callTool("flooding", "pages");
  expect(await longestTurnMs(call.catch(() => {}))).toBeLessThan(2_000);
  const error: Error = await call.then(
    () => new Error("none"),
    (thrown: Error) => thrown,
  );
  expect(error).toMatchObject({ code: "page-required", message: expect.stringContaining("x-x-") });
  expect(error.message.length).toBeLessThan(3_000);
  for (const none of [5, {}, [null, { url: 1 }]]) {
    await expect(registry.callTool("flooding", "pages", { pages: none })).rejects.toMatchObject({
      code: "page-required",
      message: expect.stringContaining("the server names none"),
    });
  }
});

const addresses = {
  id: "4.long-texts",
  name: "an address with many accents on one letter of its host, of a page that a server wants opened",
  protection: "an address that is too long is not read",
  checked: "mutation",
};

it(`[${addresses.id}] ${addresses.name}`, { timeout: 120_000, ...hostile(addresses) }, async () => {
  const asked = registry.callTool("flooding", "a page at an address of many accents");
  expect(await longestTurnMs(asked)).toBeLessThan(2_000);
  await expect
    .poll(() => log, { timeout: 30_000 })
    .toContainEqual(expect.stringContaining("refused: "));
  const url = `https://e${"\u0315\u0316".repeat(75_000)}.test/`;
  const page = { mode: "url", message: "Sign", url, elicitationId: "1" };
  const refused = registry.callTool("flooding", "pages", { pages: [page] });
  expect(await longestTurnMs(refused.catch(() => {}))).toBeLessThan(2_000);
  await expect(refused).rejects.toMatchObject({
    code: "page-required",
    message: expect.stringContaining("the server names none"),
  });
});
