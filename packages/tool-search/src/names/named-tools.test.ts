import { expect, test } from "vitest";
import { createToolIndex } from "../index.ts";

function indexOfNames(...names: string[]) {
  const index = createToolIndex();
  index.setServer(
    "one",
    names.map((name) => ({ name })),
  );
  index.setServer("two", [
    { name: "create_issue", description: "Create an issue, a read file, a help page." },
    { name: "search", description: "Search the forecast of market trends." },
  ]);
  return index;
}

test.each([
  ["market_trend_forecast", "market_trend_forecasting"],
  ["rgb to hex", "hex to rgb"],
  ["activate_card_8292", "activate_card_8291"],
  ["readFile", "read_files"],
  ["help_me", "help_page"],
  ["now", "next"],
  ["/us", "/eu"],
])("%s is first when its name is asked for, however it is written", async (name, other) => {
  const index = indexOfNames(other, name);
  const words = name.replaceAll(/[^a-z\d]+/gi, " ").trim();
  for (const query of [name, words, words.toUpperCase(), `one.${name}`, `one ${words}`]) {
    const [first] = await index.search(query);
    expect(first?.tool).toBe(name);
    expect(first?.score).toBeGreaterThan(0.9);
  }
});

test("a name in a sentence comes first where it can be nothing but a name", async () => {
  const index = indexOfNames("readFile", "get-user-data", "issue", "GitHub");
  const firstOf = async (query: string) => (await index.search(query))[0]?.tool;
  expect(await firstOf("what does readFile do with an issue?")).toBe("readFile");
  expect(await firstOf("two.create_issue, to read a file")).toBe("create_issue");
  expect(await firstOf("call `get-user-data` on the issue")).toBe("get-user-data");
  expect(await firstOf("create an issue about a GitHub page")).toBe("create_issue");
});

test("a name that begins with the server's is found without it, and is no rival of the same name elsewhere", async () => {
  const index = createToolIndex();
  index.setServer("linear", [
    { name: "linear_createIssue", description: "Create a new issue in Linear" },
    { name: "linear_issues", description: "All issues" },
  ]);
  index.setServer("gitlab", [{ name: "create_issue", description: "Create a new issue." }]);
  for (const query of ["create issue", "create an issue"]) {
    const [first, second] = await index.search(query);
    expect(new Set([first?.tool, second?.tool])).toEqual(
      new Set(["linear_createIssue", "create_issue"]),
    );
    expect(second?.score).toBeGreaterThan(0.6);
  }
  expect((await index.search("issues"))[0]?.score).toBeLessThan(0.9);
});

test("the explanation says that it was called by its name", async () => {
  const [first] = await indexOfNames("readFile").search("read file", { explain: true });
  const score = first!.score;
  const part = {
    word: "readFile",
    matched: "readFile",
    by: "name",
    score,
    evidence: { name: score },
  };
  expect(first?.explanation).toEqual([part]);
});

test("names are known per server, and forgotten with it", async () => {
  const index = indexOfNames("search");
  const found = async (server?: string) =>
    (await index.search("search", { server })).map((hit) => `${hit.server}.${hit.tool}`);
  expect(await found()).toEqual(["two.search", "one.search"]);
  expect(await found("one")).toEqual(["one.search"]);
  index.removeServer("one");
  expect(await found()).toEqual(["two.search"]);
});

test("a model's ranking comes after it", async () => {
  const index = createToolIndex({
    embed: async (texts) =>
      texts.map((text) => (text === "get other" || text.includes("rival") ? [0, 1] : [1, 0])),
  });
  const names = ["get_rival_a", "get_rival_b", "get_rival_c", "get_other"];
  index.setServer(
    "s",
    names.map((name) => ({ name, description: "Gets it." })),
  );
  expect((await index.search("get other"))[0]?.tool).toBe("get_other");
});
