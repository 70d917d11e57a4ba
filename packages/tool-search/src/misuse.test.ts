// What a program in JavaScript may get wrong: it is told what.
import { describe, expect, it } from "vitest";
import { createToolIndex } from "./tool-index.ts";
import type { Embed, ToolIndexOptions } from "./types.ts";

const wrong = (value: unknown): never => value as never;
const invalid = (message: RegExp): object =>
  expect.objectContaining({ code: "invalid-options", message: expect.stringMatching(message) });

const thrown = (work: () => unknown): unknown => {
  try {
    return work();
  } catch (error) {
    return error;
  }
};

it.each<[string, unknown, RegExp]>([
  ["no options", null, /options are null/],
  ["a model that is no function", { embed: "ada" }, /embed is "ada": it must be a function/],
  ["synonyms in an object", { synonyms: { issue: ["ticket"] } }, /synonyms is an object/],
  ["synonyms in one list", { synonyms: ["issue", "ticket"] }, /array of arrays of words/],
  ["a weight in words", { weights: { name: "high" } }, /weights\.name is "high"/],
])("an index with %s", (_, options, message) => {
  expect(thrown(() => createToolIndex(wrong(options)))).toEqual(invalid(message));
});

it.each<[string, unknown, unknown, RegExp]>([
  ["left out", "a", undefined, /tools of server "a" are undefined/],
  ["in an answer of tools/list", "a", { tools: [] }, /are an object: .* such as `tools`/],
  ["of a server without a name", 5, [], /server's name is 5/],
])("tools %s", (_, server, tools, message) => {
  const index = createToolIndex();
  expect(thrown(() => index.setServer(wrong(server), wrong(tools)))).toEqual(invalid(message));
});

it.each<[string, unknown, unknown, RegExp]>([
  ["for nothing", undefined, {}, /query is undefined/],
  ["without options", "x", null, /options are null/],
  ["with a limit in words", "x", { limit: "2" }, /limit is "2": it must be a number/],
  ["with a score in words", "x", { minScore: "half" }, /minScore is "half"/],
])("a search %s", async (_, query, options, message) => {
  const searching = createToolIndex().search(wrong(query), wrong(options));
  await expect(searching).rejects.toEqual(invalid(message));
});

const search = async (embed: unknown): Promise<unknown> => {
  const index = createToolIndex({ embed: embed as Embed } satisfies ToolIndexOptions);
  index.setServer("a", [{ name: "open" }, { name: "close" }]);
  return index.search("open");
};

const typedArrays: Embed = async (texts) =>
  texts.map((text) => new Float32Array([text.includes("open") ? 1 : 0, 1]));

describe("an embedding model", () => {
  it.each<[string, (texts: string[]) => unknown, RegExp]>([
    ["nothing", () => undefined, /gave no vectors for 2 texts/],
    ["null", (texts) => texts.map(() => null), /gave a vector that is none/],
    ["texts", (texts) => texts, /gave a vector that is none/],
    ["what is no number", (texts) => texts.map(() => [Number.NaN]), /finite numbers/],
    ["vectors of two lengths", (texts) => texts.map((_, n) => Array(n + 1).fill(1)), /one length/],
  ])("that gives %s", async (_, embed, message) => {
    await expect(search(async (texts: string[]) => embed(texts))).rejects.toMatchObject({
      code: "embedding-failed",
      message: expect.stringMatching(message),
    });
  });

  it("may give typed arrays, as most models do", async () => {
    expect(await search(typedArrays)).toMatchObject([{ tool: "open" }, { tool: "close" }]);
  });
});
