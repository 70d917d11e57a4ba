import { expect, test } from "vitest";
import { parseServers } from "./parse-servers.ts";
import type { ParsedServers } from "./parsed-servers.ts";

const source = "/etc/config.json";

function parse(text: string, environment: Record<string, string> = {}): Promise<ParsedServers> {
  return parseServers(text, {
    source,
    folder: "/etc",
    environment,
    platform: "linux",
    homeDirectory: "/home/ada",
    workingDirectory: "/work",
  });
}

async function messagesOf(text: string): Promise<string[]> {
  return (await parse(text)).problems.map(({ message }) => message);
}

test("both keys are read, with comments and trailing commas", async () => {
  const { servers, problems, status } = await parse(`{
    // upstream
    "servers": { "files": { "command": "npx", "args": ["-y", "files"], "env": {}, }, },
    "mcpServers": { "web": { "url": "https://example.com/mcp" } }, /* end */
  }`);
  expect({ status, problems }).toEqual({ status: "read", problems: [] });
  expect(servers).toEqual({
    files: { transport: "stdio", command: "npx", args: ["-y", "files"], env: {} },
    web: { transport: "http", url: "https://example.com/mcp", headers: {} },
  });
});

test("of two entries of one name, mcpServers and the last one count, with a warning", async () => {
  const both = await parse(
    `{"mcpServers": {"a": {"command": "new"}}, "servers": {"a": {"command": "old"}}}`,
  );
  expect(both.servers.a).toMatchObject({ command: "new" });
  expect(both.problems.map(({ message }) => message)).toEqual([
    expect.stringContaining('mcpServers.a displaces the entry of that name in "servers"'),
  ]);
  const twice = await parse(`{"servers": {\n"a": {"command": "one"},\n"a": {"command": "two"}}}`);
  expect(twice.servers.a).toMatchObject({ command: "two" });
  expect(twice.problems).toEqual([
    expect.objectContaining({ key: "servers.a", line: 3, column: 1 }),
  ]);
});

test("any name will do, even one that means something to JavaScript", async () => {
  const { servers } = await parse(
    `{"servers": {"__proto__": {"command": "p"}, "my.server": {"command": "m"}, "constructor": {"command": "c"}}}`,
  );
  expect(Object.keys(servers)).toEqual(["__proto__", "my.server", "constructor"]);
  expect(await messagesOf(`{"servers": {"my.server": {}, "": {"command": "x"}}}`)).toEqual([
    expect.stringContaining('servers["my.server"] has neither'),
    expect.stringContaining("has no name"),
  ]);
});

test.each([
  [
    '{"mcpServers": {\n  "a": {"command": "x"}\n  "b": {"command": "y"}\n}}',
    3,
    3,
    "A comma is missing before this.",
  ],
  [
    '{"mcpServers": {"a": {"command": "C:\\Users\\me"}}}',
    1,
    34,
    "A backslash in a text must be written twice",
  ],
  ["{'mcpServers': {}}", 1, 2, "straight double ones"],
  ["{“mcpServers”: {}}", 1, 2, "straight double ones"],
  ['{"mcpServers": {}', 1, 18, "A closing brace, }, is missing."],
  ['{"mcpServers": {}}}', 1, 19, "The value has ended before this."],
  ['{\r\n"mcpServers": \r\n}', 3, 1, "A value is missing."],
  ['{"mcpServers": {"a": {"command": "x}}}', 1, 34, "A text is not closed."],
  ["", 1, 1, "The text is empty."],
  ["// nothing\n", 2, 1, "A value is missing."],
])("%j is refused as a whole, with the place", async (text, line, column, advice) => {
  const { status, servers, problems } = await parse(text);
  expect({ status, servers }).toEqual({ status: "invalid", servers: {} });
  expect(problems).toEqual([
    { severity: "warning", source, line, column, message: expect.stringContaining(advice) },
  ]);
  expect(problems[0]?.message).toContain(`In ${source} at line ${line}, column ${column}: `);
});

test.each([
  ["[]", "The top level must be an object"],
  ["{}", 'The key "mcpServers" (or "servers") is missing.'],
  ['{"mcpservers": {}}', 'mcpservers is not known. Write "mcpServers" instead.'],
  ['{"mcp_servers": {}}', 'Write "mcpServers" instead.'],
  ['{"server": {}}', 'Write "servers" instead.'],
  ['{"git": {"command": "uvx"}}', "git looks like a server but stands on the top level."],
  ['{"mcpServers": [], "servers": {"a": {"command": "x"}}}', "mcpServers must be an object"],
  ['{"mcpServers": []}', "mcpServers must be an object that maps a name to each entry."],
])("%s has no servers, and says how to write them", async (text, message) => {
  const { status, problems } = await parse(text);
  expect(status).toBe("invalid");
  expect(problems.map((problem) => problem.message)).toEqual([expect.stringContaining(message)]);
});

test("names that are taken are neither read nor complained about", async () => {
  const text = '{"servers": {"a": {"command": 1}, "b": {"command": "x"}}}';
  const parsed = await parseServers(text, { source, environment: {}, taken: new Set(["a"]) });
  expect(parsed).toMatchObject({ names: ["b"], shadowed: ["a"], problems: [] });
});

test("what is nested too deep to be read is said, and where", async () => {
  const deep = `{"servers": ${"[".repeat(100_000)}`;
  expect(await messagesOf(deep)).toEqual([
    expect.stringContaining("at line 1, column 112: Values are nested more than 100 levels deep"),
  ]);
  const within = `{"servers": {"a": {"command": "a", "env": ${'{"x": '.repeat(50_000)}1${"}".repeat(50_002)}}`;
  expect((await parse(within)).status).toBe("invalid");
});

test("twenty thousand faulty entries take no time to speak of", async () => {
  const entries = Array.from({ length: 20_000 }, (_, index) => `"s${index}": {"command": 1}`);
  const began = process.cpuUsage();
  const messages = await messagesOf(`{"servers": {${entries.join(",\n")}}}`);
  const { user, system } = process.cpuUsage(began);
  expect(messages).toHaveLength(20_000);
  expect(messages.at(-1)).toContain("at line 20000, column");
  expect((user + system) / 1e6).toBeLessThan(20);
});

test("neither do a command line of many launchers, and many rules that are none", async () => {
  const launchers = Array.from({ length: 20_000 }, () => "env");
  const tools = Object.fromEntries(Array.from({ length: 60_000 }, (_, index) => [`k${index}`, 1]));
  const mcpServers = { a: { command: "env", args: launchers }, b: { command: "b", tools } };
  const began = process.cpuUsage();
  const { servers, problems } = await parse(JSON.stringify({ mcpServers }));
  const { user, system } = process.cpuUsage(began);
  expect(Object.keys(servers)).toEqual(["a"]);
  expect(problems).toMatchObject([{ key: "mcpServers.b.tools" }]);
  expect((user + system) / 1e6).toBeLessThan(10);
});
