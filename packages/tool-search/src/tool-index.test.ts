import { describe, expect, test } from "vitest";
import { createToolIndex, type ToolHit, type ToolIndexOptions } from "./index.ts";

function strings(...names: string[]): object {
  const properties = Object.fromEntries(names.map((name) => [name, { type: "string" }]));
  return { type: "object", properties, required: names };
}

function officeIndex(options?: ToolIndexOptions) {
  const index = createToolIndex(options);
  index.setServer("github", [
    {
      name: "create_issue",
      description: "Open a new issue in a GitHub repository. Needs write access.",
      inputSchema: strings("owner", "repo", "title"),
    },
    { name: "list_issues", description: "List the issues of a repository." },
    { name: "search_repositories", description: "Search for GitHub repositories." },
    { name: "get_file_contents", description: "Get the contents of a file in a repository." },
    { name: "create_pull_request", description: "Open a new pull request." },
  ]);
  index.setServer("filesystem", [
    { name: "readFile", description: "Read the complete contents of a file." },
    { name: "createDirectory", description: "Create a new directory." },
    { name: "removePath", description: "Remove a file for good." },
  ]);
  index.setServer("jira", [
    { name: "jira_create_issue", description: "Create a new issue in a project." },
    { name: "jira_search", description: "Search issues with JQL." },
  ]);
  index.setServer("slack", [
    { name: "post_message", description: "Post a message to a channel." },
    { name: "list_channels", description: "List public channels." },
  ]);
  index.setServer("weather", [
    { name: "get_forecast", description: "Weather forecast for a city and a day." },
    { name: "get_alerts", description: "Weather alerts for a state." },
  ]);
  return index;
}

const sum = (numbers: number[]): number => numbers.reduce((total, each) => total + each, 0);
const namesOf = (hits: ToolHit[]): string[] => hits.map(({ server, tool }) => `${server}.${tool}`);

async function findClose(query: string, closeness: boolean): Promise<string[]> {
  const index = createToolIndex({ closeness });
  index.setServer("s", [
    { name: "a1", description: "Lists the server of a mail." },
    { name: "a2", description: "Lists the mail server again." },
    { name: "b1", description: "Meet people." },
    { name: "b2", description: "Meeting people." },
  ]);
  return (await index.search(query, { limit: 2 })).map(({ tool }) => tool);
}

async function findNoteTool(query: string, actions: boolean): Promise<string | undefined> {
  const index = createToolIndex({ actions });
  index.setServer("notes", [
    { name: "note_remove", description: "Takes a note of a team from the board of notes." },
    { name: "note_fetch", description: "Gives a note of a team from the board of many notes." },
  ]);
  return (await index.search(query, { limit: 1 }))[0]?.tool;
}

async function findHouseTool(query: string, options: ToolIndexOptions): Promise<string[]> {
  const index = createToolIndex(options);
  index.setServer("house", [
    { name: "delete_item", description: "Ends the life of an old thing of the household." },
    { name: "away_mode", description: "What the heating does in the household." },
    { name: "logout", description: "Ends the use of the household." },
    { name: "distance_between", description: "From one point of the household to another." },
    { name: "door_status", description: "Of a door of the household." },
    { name: "door_colour", description: "Of a door of the household." },
    { name: "event_log", description: "Of the household, by hour." },
  ]);
  return (await index.search(query, { limit: 1 })).map(({ tool }) => tool);
}

async function findProvider(query: string, lightWords: boolean): Promise<string | undefined> {
  const index = createToolIndex({ lightWords });
  index.setServer("shop", [
    { name: "newcomers", description: "Provides a first look at various interesting things." },
    { name: "stock_level", description: "Tells how much of a product is on hand." },
  ]);
  return (await index.search(query, { limit: 1 }))[0]?.tool;
}

describe("finding", () => {
  test.each([
    ["throw the old lamp away", "delete_item"],
    ["sign me out", "logout"],
    ["how far is it", "distance_between"],
    ["is the door open", "door_status"],
    ["what happened here", "event_log"],
  ])("several words that mean one: %s -> %s", async (query, expected) => {
    expect(await findHouseTool(query, {})).toEqual([expected]);
    expect(await findHouseTool(query, { synonyms: false })).not.toEqual([expected]);
  });

  test.each([
    ["create issue in a repository", "github.create_issue"],
    ["repository issue create", "github.create_issue"],
    ["make a folder", "filesystem.createDirectory"],
    ["delete a file", "filesystem.removePath"],
    ["send a chat message", "slack.post_message"],
    ["reading files", "filesystem.readFile"],
    ["what's the weather like in Paris tomorrow", "weather.get_forecast"],
    ["waether forcast", "weather.get_forecast"],
    ["creat pul reqest", "github.create_pull_request"],
    ["pullrequest", "github.create_pull_request"],
    ["Please, could you show me the channels?", "slack.list_channels"],
  ])("%s -> %s", async (query, expected) => {
    const hits = await officeIndex().search(query);
    expect(namesOf(hits)[0]).toBe(expected);
  });

  test("every word of a tool is found, wherever it stands", async () => {
    const index = createToolIndex();
    const inputSchema = {
      type: "object",
      properties: {
        filter: {
          type: "object",
          description: "Narrows by zephyr",
          properties: { monsoon: { enum: ["typhoon", "sirocco"] } },
        },
      },
    };
    index.setServer(
      "alpine",
      [
        {
          name: "glacier_list",
          title: "Moraine",
          description: "Lists crevasses.",
          inputSchema,
          annotations: { title: "Seracs", readOnlyHint: true },
        },
      ],
      { description: "Everything about avalanches" },
    );
    const words =
      "alpine glacier moraine crevasse filter zephyr monsoon typhoon sirocco serac avalanche";
    for (const word of words.split(" ")) expect(await index.search(word)).toHaveLength(1);
  });

  test("a word that most tools have is not outdone by a synonym that few have", async () => {
    const index = createToolIndex();
    const places = ["branch", "comment", "tag", "release", "label", "team", "commit", "fork"];
    index.setServer("code", [
      ...places.map((place) => ({ name: `list_${place}`, description: `List each ${place}.` })),
      { name: "list_issue", description: "List what was reported." },
      { name: "enumerate_issue", description: "Numbers what was reported." },
    ]);
    expect(namesOf(await index.search("list issue"))[0]).toBe("code.list_issue");
  });

  test("that tools change nothing does not make them read", async () => {
    const index = createToolIndex();
    const annotations = { readOnlyHint: true };
    index.setServer("disk", [
      { name: "read_file", description: "Reads a file.", annotations },
      { name: "file_info", description: "Retrieve facts about a file.", annotations },
      { name: "list_folder", description: "Lists what is in a folder.", annotations },
      { name: "folder_tree", description: "Shows folders in folders.", annotations },
      { name: "search", description: "Looks for names.", annotations },
    ]);
    const found = namesOf(await index.search("read", { limit: 9 }));
    expect(found[0]).toBe("disk.read_file");
    expect(found).not.toContain("disk.search");
    expect(namesOf(await index.search("readonly", { limit: 9 }))).toHaveLength(5);
  });

  test("scripts without spaces, diacritics and other alphabets", async () => {
    const index = createToolIndex();
    index.setServer("world", [
      { name: "a", description: "查询城市的天气预报" },
      { name: "b", description: "東京の電車の時刻表を調べる" },
      { name: "c", description: "ค้นหาเที่ยวบินราคาถูก" },
      { name: "d", description: "Найти рецепт борща" },
      { name: "e", description: "Réserver un hôtel" },
      { name: "f", description: "서울 지하철 노선 검색" },
    ]);
    const queries = { a: "天气", b: "電車", c: "เที่ยวบิน", d: "рецепт", e: "hotel", f: "지하철" };
    for (const [tool, query] of Object.entries(queries)) {
      expect(namesOf(await index.search(query))[0]).toBe(`world.${tool}`);
    }
  });

  test("one character of a script without spaces is answered by the pairs that have it", async () => {
    const index = createToolIndex();
    index.setServer("s", [
      { name: "a", description: "借书" },
      { name: "b", description: "看图" },
    ]);
    expect(namesOf(await index.search("书"))).toEqual(["s.a"]);
  });

  test("words as they were written, and side by side, come first", async () => {
    expect(await findClose("mail server", true)).toEqual(["a2", "a1"]);
    expect(await findClose("mail server", false)).toEqual(["a1", "a2"]);
    expect(await findClose("meeting people", true)).toEqual(["b2", "b1"]);
    expect(await findClose("meeting people", false)).toEqual(["b1", "b2"]);
  });

  test("a tool that does what is asked for comes before one that does another thing to it", async () => {
    expect(await findNoteTool("browse the board: a note of a team", true)).toBe("note_fetch");
    expect(await findNoteTool("browse the board: a note of a team", false)).toBe("note_remove");
  });

  test.each([
    ["who is on this board?", "get_board_members"],
    ["Hi, what happened on the board lately", "get_board_members"],
    ["which people are on the board", "get_board_members"],
    ["wer ist auf dem Board?", "get_board_members"],
    ["how do I create a board", "create_board"],
  ])("a question asks to read, whatever verb it contains: %s", async (query, expected) => {
    const index = createToolIndex();
    index.setServer("trello", [
      { name: "create_board", description: "Creates a board that people may open." },
      { name: "get_board_members", description: "The people on a board, and their roles." },
      { name: "update_board", description: "Updates a board." },
    ]);
    expect((await index.search(query))[0]?.tool).toBe(expected);
  });

  test("a title that says the name again gains nothing", async () => {
    const index = createToolIndex();
    index.setServer("one", [{ name: "send_mail", description: "Sends a message." }]);
    index.setServer("two", [
      { name: "send_mail", title: "Send Mail", description: "Sends a message." },
      { name: "dispatch", title: "Post a parcel", description: "Orders a courier." },
    ]);
    const [first, second] = await index.search("send a mail", { explain: true });
    expect(second?.score).toBe(first?.score);
    expect([first?.server, second?.server]).toEqual(["one", "two"]);
    expect(second?.explanation?.flatMap(({ evidence }) => Object.keys(evidence))).not.toContain(
      "title",
    );
    expect((await index.search("parcel"))[0]?.tool).toBe("dispatch");
  });

  test("words that tell little of what is asked for do not outweigh those that do", async () => {
    const query = "I'm interested in various products: provide a look at the stock first";
    expect(await findProvider(query, true)).toBe("stock_level");
    expect(await findProvider(query, false)).toBe("newcomers");
    const misspelt = "I'm interessted in varous products: provde a look at the stock frist";
    expect(await findProvider(misspelt, true)).toBe("stock_level");
    expect(await findProvider(misspelt, false)).toBe("newcomers");
    // They are words all the same where nothing else is asked for.
    expect(await findProvider("provide a look", true)).toBe("newcomers");
  });

  test.each([
    ["yen for euros", "currency_rates"],
    ["do I need an umbrella", "weather_report"],
    ["log into the bank", "secure_login"],
    ["my prs", "merge_requests"],
    ["change the tz", "timezone"],
  ])(
    "things, particles and abbreviations are told from other tools: %s",
    async (query, expected) => {
      const index = createToolIndex();
      index.setServer("many", [
        { name: "currency_rates", description: "Rates of a bank." },
        { name: "weather_report", description: "Report on a city." },
        { name: "secure_login", description: "Authenticates at a bank." },
        { name: "merge_requests", description: "Of a team." },
        { name: "merge_documents", description: "Merges them." },
        { name: "video_comments", description: "Its comments." },
        { name: "timezone", description: "Sets the zone of a user." },
        { name: "change_password", description: "Sets the password of a user." },
      ]);
      expect((await index.search(query))[0]?.tool).toBe(expected);
    },
  );

  test("a value in the query finds tools that can be given one", async () => {
    const index = createToolIndex();
    index.setServer("disks", [{ name: "read_written", inputSchema: strings("path") }]);
    index.setServer("brain", [{ name: "read_thoughts", inputSchema: strings("person") }]);
    index.setServer("time", [{ name: "zone", description: "Reads the zone of a city." }]);
    expect(namesOf(await index.search("read /var/lib/unknown.txt"))[0]).toBe("disks.read_written");
    // It does not name the server of that name.
    const [first] = await index.search("read the thoughts of a person at 7:30");
    expect(first?.tool).toBe("read_thoughts");
    const without = createToolIndex({ values: false });
    without.setServer("disks", [{ name: "read_written", inputSchema: strings("path") }]);
    without.setServer("brain", [{ name: "read_thoughts", inputSchema: strings("person") }]);
    const found = await without.search("read /var/lib/unknown.txt");
    expect(namesOf(found)[0]).toBe("brain.read_thoughts");
    const [hit] = await index.search("read /etc/hosts", { explain: true });
    expect(hit?.explanation?.find(({ by }) => by === "value")).toMatchObject({
      word: "path",
      matched: "path",
    });
  });

  test.each([
    ["Ordner erstellen", "filesystem.createDirectory"],
    ["Datei löschen", "filesystem.removePath"],
    ["créer un répertoire", "filesystem.createDirectory"],
    ["¿qué tiempo hace? pronóstico", "weather.get_forecast"],
    ["创建一个问题", "github.create_issue"],
    ["读取文件", "filesystem.readFile"],
    ["ファイルを読む", "filesystem.readFile"],
    ["天気予報", "weather.get_forecast"],
    ["建立資料夾", "filesystem.createDirectory"],
    ["criar um diretório", "filesystem.createDirectory"],
    ["leggi l'archivio", "filesystem.readFile"],
    ["прочитать файл", "filesystem.readFile"],
    ["파일 읽기", "filesystem.readFile"],
    ["map een nieuwe bestand verwijderen", "filesystem.removePath"],
    ["toon alle kanalen: lijst", "slack.list_channels"],
    ["usuń plik", "filesystem.removePath"],
    ["przeczytaj mój plik", "filesystem.readFile"],
    ["läs filen", "filesystem.readFile"],
    ["smaž soubor", "filesystem.removePath"],
    ["vejrudsigt", "weather.get_forecast"],
    ["gh pr create", "github.create_pull_request"],
    ["mkdir", "filesystem.createDirectory"],
    ["cat", "filesystem.readFile"],
  ])(
    "a query in another language, or a command, finds tools in English: %s",
    async (query, expected) => {
      expect(namesOf(await officeIndex().search(query))[0]).toBe(expected);
      expect(namesOf(await officeIndex({ synonyms: false }).search(query))[0]).not.toBe(expected);
    },
  );

  test("a foreign word is told from an English one of the same stem", async () => {
    const index = createToolIndex();
    index.setServer("s", [{ name: "get_information" }, { name: "get_report" }]);
    expect((await index.search("information"))[0]?.tool).toBe("get_information");
    expect(await index.search("information")).toHaveLength(1);
  });

  test("numbers in names are found written together and apart", async () => {
    const index = createToolIndex();
    index.setServer("s", [
      { name: "base64Encode" },
      { name: "getS3Object" },
      { name: "SHA256Hash" },
      { name: "oauth2Login" },
    ]);
    const queries = {
      "base 64": "base64Encode",
      "s3 object": "getS3Object",
      "sha 256": "SHA256Hash",
      sha256: "SHA256Hash",
      "oauth 2 login": "oauth2Login",
    };
    for (const [query, tool] of Object.entries(queries)) {
      expect((await index.search(query))[0]?.tool).toBe(tool);
    }
  });

  test("nothing is found for nothing, for stop words and for unknown words", async () => {
    const index = officeIndex();
    for (const query of ["", "  ", "what is it", "qwertz yxcvbn", "\u0000"]) {
      expect(await index.search(query)).toEqual([]);
    }
    expect(await createToolIndex().search("create issue")).toEqual([]);
  });
});

describe("scores", () => {
  test("an exact wish scores high, a distant one low, whatever the query's length", async () => {
    const index = officeIndex();
    const [exact] = await index.search("weather forecast");
    const [long] = await index.search("create a new issue in a github repository");
    const [distant] = await index.search("knit a purple sweater with a file");
    expect(exact?.score).toBeGreaterThan(0.75);
    expect(long?.score).toBeGreaterThan(0.75);
    expect(distant?.score).toBeLessThan(0.5);
  });

  test("are between 0 and 1, falling, and cut by minScore", async () => {
    const index = officeIndex();
    const hits = await index.search("create a new issue file message", { limit: 20 });
    const scores = hits.map(({ score }) => score);
    expect(scores.every((score) => score > 0 && score <= 1)).toBe(true);
    expect(scores.toSorted((a, b) => b - a)).toEqual(scores);
    const least = scores[2]!;
    const cut = await index.search("create a new issue file message", {
      limit: 20,
      minScore: least,
    });
    expect(cut).toEqual(hits.slice(0, 3));
  });

  test("ties are in the order of names, whatever order the tools came in", async () => {
    const tools = ["gamma", "alpha", "beta"].map((name) => ({ name, description: "Bake bread." }));
    const index = createToolIndex();
    index.setServer("y", tools);
    index.setServer("x", tools.toReversed());
    const expected = ["x.alpha", "x.beta", "x.gamma", "y.alpha", "y.beta", "y.gamma"];
    expect(namesOf(await index.search("bake", { limit: 6 }))).toEqual(expected);
  });

  test("an explanation adds up to the score and names words, matches and places", async () => {
    const [hit] = await officeIndex().search("add isue", { explain: true });
    expect(hit?.tool).toBe("create_issue");
    const parts = hit!.explanation!;
    expect(parts.map(({ word, matched, by }) => [word, matched, by])).toEqual([
      ["isue", "issu", "spelling"],
      ["add", "creat", "synonym"],
    ]);
    expect(sum(parts.map(({ score }) => score))).toBeCloseTo(hit!.score);
    for (const part of parts) expect(sum(Object.values(part.evidence))).toBeCloseTo(part.score);
    expect(Object.keys(parts[0]!.evidence)).toContain("name");
  });
});

describe("servers", () => {
  test("the option narrows to one server, and a name in the query puts it first", async () => {
    const index = officeIndex();
    const narrowed = await index.search("create issue", { server: "jira" });
    expect(new Set(narrowed.map(({ server }) => server))).toEqual(new Set(["jira"]));
    expect(await index.search("create issue", { server: "nowhere" })).toEqual([]);
    expect(namesOf(await index.search("jira create issue"))[0]).toBe("jira.jira_create_issue");
    const named = await index.search("create issue on github", { limit: 2 });
    expect(named.map(({ server }) => server)).toEqual(["github", "github"]);
  });

  test("one server does not take all places where another fits as well", async () => {
    const tools = Array.from({ length: 12 }, (_, index) => ({
      name: `search_documents_${String.fromCodePoint(97 + index)}`,
      description: "Search documents.",
    }));
    const servers = async (diversify: boolean): Promise<string[]> => {
      const index = createToolIndex({ diversify });
      index.setServer("archive", tools);
      index.setServer("wiki", [
        { name: "search_documents", description: "Search all the documents." },
      ]);
      return (await index.search("search documents", { limit: 8 })).map(({ server }) => server);
    };
    expect(await servers(true)).toContain("wiki");
  });

  test("are replaced and removed without a trace", async () => {
    const index = officeIndex();
    const before = await index.search("create issue", { limit: 20 });
    index.setServer("extra", [{ name: "create_issue", description: "Create zeppelins." }]);
    expect(namesOf(await index.search("zeppelin"))).toEqual(["extra.create_issue"]);
    index.setServer("extra", [{ name: "other", description: "Other." }]);
    expect(await index.search("zeppelin")).toEqual([]);
    index.removeServer("extra");
    index.removeServer("never there");
    expect(index.size).toBe(14);
    expect(await index.search("create issue", { limit: 20 })).toEqual(before);
  });
});

describe("hits", () => {
  test("are short lines from which a call can be written", async () => {
    const [hit] = await officeIndex().search("create github issue");
    expect(hit).toMatchObject({
      description: "Open a new issue in a GitHub repository.",
      signature: "create_issue(owner, repo, title)",
    });
    expect(hit).not.toHaveProperty("inputSchema");
    expect(hit).not.toHaveProperty("explanation");
  });

  test("carry the schema on request and the caller's own signature", async () => {
    const index = createToolIndex();
    const inputSchema = strings("path");
    index.setServer("s", [{ name: "bake", inputSchema, signature: "bake(path) -> Bread" }]);
    const [hit] = await index.search("bake", { includeSchema: true });
    expect(hit).toMatchObject({ inputSchema, signature: "bake(path) -> Bread", description: "" });
  });

  test("are written with the name that code calls the tool by", async () => {
    const index = createToolIndex();
    index.setServer("s", [{ name: "bake-bread", alias: "bake_bread" }]);
    expect((await index.search("bake"))[0]).toMatchObject({
      tool: "bake-bread",
      signature: "bake_bread()",
    });
  });

  test("five take about 150 tokens", async () => {
    const hits = await officeIndex().search("create a new file issue or message");
    expect(hits).toHaveLength(5);
    const lines = hits.map(
      ({ server, signature, description }) => `${server}.${signature} ${description}`,
    );
    expect(lines.join("\n").length).toBeLessThan(150 * 4);
  });
});

describe("options", () => {
  test("weights, synonyms and spelling can be changed", async () => {
    const tools = [{ name: "bake_bread", description: "With sourdough." }];
    const find = async (query: string, options: ToolIndexOptions): Promise<number> => {
      const index = createToolIndex(options);
      index.setServer("kitchen", tools);
      return (await index.search(query)).length;
    };
    expect(await find("sourdough", {})).toBe(1);
    expect(await find("sourdough", { weights: { description: 0, summary: 0 } })).toBe(0);
    expect(await find("loaf", {})).toBe(0);
    expect(await find("loaf", { synonyms: [["bread", "loaf"]] })).toBe(1);
    expect(await find("braed", {})).toBe(1);
    expect(await find("braed", { spelling: false })).toBe(0);
  });
});

test("each part of a query gets its tool, before a second one for the same part", async () => {
  const index = createToolIndex();
  index.setServer("office", [
    { name: "find_invoice", description: "Find an invoice by its number and date." },
    { name: "find_invoices", description: "Find invoices by number, date and customer." },
    { name: "count_invoices", description: "Count invoices by number, date and customer." },
    { name: "post_note", description: "Leaves a note for a team." },
    { name: "close", description: "Closes the office with a note." },
  ]);
  const hits = await index.search(
    "Find the invoice of a customer by its number and date. Then leave a note.",
  );
  expect(hits.slice(0, 2).map(({ tool }) => tool)).toEqual(["find_invoices", "post_note"]);
  const scores = hits.map(({ score }) => score);
  expect(scores.toSorted((a, b) => b - a)).toEqual(scores);
  const asOne = await index.search("find the invoice of a customer by number and date for a note");
  expect(asOne.slice(0, 3).map(({ tool }) => tool)).not.toContain("post_note");
});

test("a word that is written in two is found, also with a stop word", async () => {
  const index = createToolIndex();
  index.setServer("bank", [
    { name: "account_login", description: "Authenticates the customer." },
    { name: "close", description: "Closes a contract." },
  ]);
  expect((await index.search("log in")).map(({ tool }) => tool)).toEqual(["account_login"]);
});
