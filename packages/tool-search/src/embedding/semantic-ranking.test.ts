import { expect, test } from "vitest";
import { createToolIndex, type Embed } from "../index.ts";

const concepts = [/cat|feline|kitten/, /dog|canine|puppy/, /bread|loaf|bake/];
const vectorOf = (text: string): number[] =>
  concepts.map((concept) => (concept.test(text.toLowerCase()) ? 1 : 0));

function petIndex(embed: Embed) {
  const index = createToolIndex({ embed });
  index.setServer("pets", [
    { name: "feed_kitten", description: "Feed it." },
    { name: "walk_puppy", description: "Walk it." },
  ]);
  index.setServer("kitchen", [{ name: "bake", description: "Bake a loaf." }]);
  return index;
}

test("a tool is found by meaning alone, and the explanation says so", async () => {
  const index = petIndex(async (texts) => texts.map(vectorOf));
  const [hit] = await index.search("feline", { explain: true });
  expect(hit?.tool).toBe("feed_kitten");
  expect(hit?.explanation).toMatchObject([{ by: "embedding", score: hit?.score }]);
});

test("both rankings count, and scores fall", async () => {
  const index = petIndex(async (texts) => texts.map(vectorOf));
  const hits = await index.search("walk the canine", { limit: 3 });
  expect(hits[0]?.tool).toBe("walk_puppy");
  const scores = hits.map(({ score }) => score);
  expect(scores.toSorted((a, b) => b - a)).toEqual(scores);
  const only = await index.search("canine", { server: "kitchen", minScore: 0.5 });
  expect(only).toEqual([]);
});

test("of two tools that change places words decide; without words similarity does", async () => {
  const similarities: [name: string, vector: number[]][] = [
    ["list teams", [0.74, 0.673]],
    ["list users", [0.73, 0.683]],
    ["list rooms", [0.72, 0.694]],
    ["other", [0.6, 0.8]],
  ];
  const index = createToolIndex({
    embed: async (texts) =>
      texts.map((text) => similarities.find(([name]) => text.includes(name))?.[1] ?? [1, 0]),
  });
  index.setServer("office", [
    { name: "list_users", description: "List all users of the organization." },
    { name: "list_teams", description: "List all teams of the organization." },
    { name: "list_rooms", description: "List rooms." },
    { name: "other_one" },
    { name: "other_two" },
  ]);
  const [byWords] = await index.search("all users of the organization");
  expect(byWords?.tool).toBe("list_users");
  const [byMeaning] = await index.search("squads");
  expect(byMeaning?.tool).toBe("list_teams");
});

async function scoresWithAll(common: number): Promise<number[]> {
  const index = petIndex(async (texts) => texts.map((text) => [...vectorOf(text), common]));
  const hits = await index.search("walk the canine", { limit: 3 });
  return hits.map(({ score }) => Number(score.toFixed(6)));
}

test("scores do not depend on how high the similarities of a model are", async () => {
  expect(await scoresWithAll(3)).toEqual(await scoresWithAll(0));
});

test("each tool is embedded once, also by searches that run at once", async () => {
  const texts: string[] = [];
  const index = petIndex(async (asked) => {
    texts.push(...asked);
    return asked.map(vectorOf);
  });
  await Promise.all([index.search("dog"), index.search("cat"), index.search("bread")]);
  await index.search("dog");
  expect(texts.filter((text) => text.startsWith("pets feed kitten"))).toHaveLength(1);
  index.setServer("pets", [{ name: "feed_kitten", description: "Feed it." }]);
  await index.search("dog");
  expect(texts.filter((text) => text.startsWith("pets feed kitten"))).toHaveLength(2);
});

test("a server that goes while the model works is not found", async () => {
  const index = petIndex(async (texts) => {
    index.removeServer("pets");
    return texts.map(vectorOf);
  });
  const hits = await index.search("feline puppy bake");
  expect(hits.map(({ tool }) => tool)).toEqual(["bake"]);
});

test("a failing model and a wrong number of vectors are errors that say so", async () => {
  const cause = new Error("out of quota");
  const failing = petIndex(async () => {
    throw cause;
  });
  await expect(failing.search("cat")).rejects.toMatchObject({ code: "embedding-failed", cause });
  const short = petIndex(async () => [[1, 0, 0]]);
  await expect(short.search("cat")).rejects.toThrow("gave 1 vectors for 3 texts");
});
