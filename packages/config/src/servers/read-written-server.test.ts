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

function parseEntry(entry: unknown, environment?: Record<string, string>): Promise<ParsedServers> {
  return parse(JSON.stringify({ mcpServers: { one: entry } }), environment);
}

async function messagesOf(text: string): Promise<string[]> {
  return (await parse(text)).problems.map(({ message }) => message);
}

test("every field of a command entry", async () => {
  const { servers } = await parseEntry({
    type: "stdio",
    command: "uvx",
    args: ["--port", 3000, true],
    env: { TOKEN: "x", DEBUG: 1 },
    cwd: "data",
    description: "Reads files",
  });
  expect(servers.one).toEqual({
    transport: "stdio",
    command: "uvx",
    args: ["--port", "3000", "true"],
    env: { TOKEN: "x", DEBUG: "1" },
    cwd: "/etc/data",
    description: "Reads files",
  });
});

test.each([
  [{ url: "https://example.com/mcp" }, "http"],
  [{ url: "https://example.com/sse" }, "sse"],
  [{ url: "https://example.com/sse?key=1" }, "sse"],
  [{ type: "http", url: "https://example.com/sse" }, "http"],
  [{ type: "sse", url: "https://example.com/mcp" }, "sse"],
  [{ type: "streamable-http", url: "https://example.com/mcp" }, "http"],
  [{ type: "streamableHttp", url: "https://example.com/mcp" }, "http"],
  [{ transport: "streamable_http", url: "https://example.com/mcp" }, "http"],
  [{ type: "http", url: "https://example.com/mcp", command: "npx" }, "http"],
  [{ httpUrl: "https://example.com/mcp" }, "http"],
  [{ serverUrl: "https://example.com/sse" }, "sse"],
])("%j is reached by %s", async (entry, transport) => {
  const { servers, problems } = await parseEntry({
    ...entry,
    headers: { Authorization: "Bearer x" },
    description: "Web",
  });
  expect(problems).toEqual([]);
  expect(servers.one).toEqual({
    transport,
    url: expect.stringContaining("https://example.com/"),
    headers: { Authorization: "Bearer x" },
    description: "Web",
  });
});

test("variables are filled in in every string", async () => {
  const environment = { BIN: "/opt/bin", ROOT: "/srv", TOKEN: "t0", HOST: "example.com" };
  const { servers, problems } = await parse(
    `{"servers": {
      "a": {"command": "\${BIN}/run", "args": ["\${ROOT}/x", "\${NONE:-y}"], "env": {"T": "\${TOKEN}"}, "cwd": "\${ROOT}"},
      "b": {"url": "https://\${HOST}/sse", "headers": {"Authorization": "Bearer \${TOKEN}"}},
      "c": {"command": "x", "cwd": "~/c"}
    }}`,
    environment,
  );
  expect(problems).toEqual([]);
  expect(servers).toEqual({
    a: {
      transport: "stdio",
      command: "/opt/bin/run",
      args: ["/srv/x", "y"],
      env: { T: "t0" },
      cwd: "/srv",
    },
    b: {
      transport: "sse",
      url: "https://example.com/sse",
      headers: { Authorization: "Bearer t0" },
    },
    c: { transport: "stdio", command: "x", args: [], env: {}, cwd: "/home/ada/c" },
  });
});

test("a variable without value costs that entry alone, and is named with its place", async () => {
  const { servers, problems } = await parse(`{
  "mcpServers": {
    "good": { "command": "x" },
    "bad": {
      "command": "x",
      "env": { "TOKEN": "\${GITHUB_TOKEN}" }
    }
  }
}`);
  expect(Object.keys(servers)).toEqual(["good"]);
  expect(problems).toEqual([
    {
      severity: "warning",
      source,
      key: "mcpServers.bad.env.TOKEN",
      line: 6,
      column: 16,
      message:
        "In /etc/config.json at line 6, column 16: mcpServers.bad.env.TOKEN needs the environment variable GITHUB_TOKEN, which is not set. Set it, or write a default, as in ${GITHUB_TOKEN:-default}.",
    },
  ]);
});

test.each([
  ["text", "mcpServers.one must be an object"],
  [[], "mcpServers.one must be an object"],
  [null, "mcpServers.one must be an object"],
  [{}, 'mcpServers.one has neither "command" nor "url"'],
  [{ command: "x", url: "https://example.com" }, 'mcpServers.one has both "command" and "url"'],
  [{ command: "" }, "mcpServers.one.command is missing or empty"],
  [{ type: "stdio" }, "mcpServers.one.command is missing or empty"],
  [{ command: ["npx", "-y"] }, 'mcpServers.one.command must be one text, such as "npx"'],
  [{ command: "x", args: "-y files" }, "mcpServers.one.args must be a list of texts"],
  [{ command: "x", args: ["-y", {}] }, "mcpServers.one.args[1] must be a text"],
  [{ command: "x", env: ["A=1"] }, "mcpServers.one.env must be an object of texts"],
  [{ command: "x", env: { A: null } }, "mcpServers.one.env.A must be a text"],
  [{ command: "x", cwd: 5 }, "mcpServers.one.cwd must be a text"],
  [{ command: "x", disabled: "yes" }, "mcpServers.one.disabled must be true or false"],
  [
    { type: "websocket", url: "wss://example.com" },
    'mcpServers.one.type is "websocket", which is not supported',
  ],
  [{ type: "http" }, "mcpServers.one.url must be a whole web address"],
  [{ url: "example.com/mcp" }, "mcpServers.one.url must be a whole web address"],
  [{ url: "file:///etc/passwd" }, "mcpServers.one.url must be a whole web address"],
  [{ url: "https://example.com", headers: { A: [] } }, "mcpServers.one.headers.A must be a text"],
  [{ url: "${NONE}/mcp" }, "mcpServers.one.url needs the environment variable NONE"],
  [{ command: "x", args: ["${input:token}"] }, "mcpServers.one.args[0] holds ${input:token}"],
  [{ command: "x", timeout: "60" }, "mcpServers.one.timeout must be a number of seconds above 0"],
  [{ command: "x", timeout: 0 }, "mcpServers.one.timeout must be a number of seconds above 0"],
  [{ command: "x", startupTimeout: 1e9 }, "mcpServers.one.startupTimeout must be a number of"],
  [{ command: "x", maxConcurrentCalls: 1.5 }, "mcpServers.one.maxConcurrentCalls must be a whole"],
  [{ command: "x", tools: 5 }, 'mcpServers.one.tools must be an object, such as {"allow"'],
  [
    { command: "x", tools: { denied: ["a"] } },
    'mcpServers.one.tools has the key "denied", which is not known. Write "allow", "deny" or "ask".',
  ],
  [{ command: "x", tools: { deny: true } }, "mcpServers.one.tools.deny must be a list of tool"],
  [{ command: "x", tools: { deny: [7] } }, "mcpServers.one.tools.deny[0] must be a list of tool"],
  [{ command: "x", tools: { deny: "" } }, "mcpServers.one.tools.deny[0] is empty. Write a tool's"],
  [{ command: "x", tools: { deny: " burn" } }, "tools.deny[0] begins or ends with a blank"],
  [{ command: "x", tools: { deny: ["a", "b "] } }, "tools.deny[1] begins or ends with a blank"],
  [{ command: "x", tools: { deny: "burn, move" } }, "tools.deny[0] holds a comma. Write each name"],
  [{ command: "x", tools: { ask: "burn,move_*" } }, "tools.ask holds a comma. Write each name"],
  [{ command: "x", tools: { ask: ["a,b"] } }, "tools.ask[0] holds a comma. Write each name"],
  [{ command: "x", tools: { ask: "destructve" } }, 'tools.ask must be "never", "destructive" or'],
  [{ command: "x", tools: { ask: "all" } }, 'tools.ask must be "never", "destructive" or "always"'],
  [
    { command: "x", tools: { ask: "true" } },
    'tools.ask must be "never", "destructive" or "always"',
  ],
  [{ command: "x", tools: { ask: "" } }, "mcpServers.one.tools.ask is empty. Write a tool's"],
  [{ command: "x", tools: { ask: ["always"] } }, 'tools.ask must be "never", "destructive" or'],
  [{ command: "x", tools: { ask: null } }, "mcpServers.one.tools.ask must be a list of tool names"],
  [{ command: "x", tools: { deny: null } }, "mcpServers.one.tools.deny must be a list of tool"],
  [{ command: "x", tools: null }, 'mcpServers.one.tools must be an object, such as {"allow"'],
  [
    { command: "x", deny: ["a"] },
    'mcpServers.one.deny belongs into "tools": write "tools": {"deny',
  ],
  [{ command: "x", ask: "always" }, 'mcpServers.one.ask belongs into "tools"'],
  [{ command: "x", allow: ["a"] }, 'mcpServers.one.allow belongs into "tools"'],
  ...[
    ..."toolRules tool_rules excludeTools exclude_tools includeTools disabledTools".split(" "),
    ..."disabled_tools enabledTools allowedTools tool Tools tols".split(" "),
  ].map((key): [object, string] => [
    { command: "x", [key]: ["a"] },
    `mcpServers.one.${key} is not known here. Write which tools may be called as "tools"`,
  ]),
  [{ command: "x", tools: { ask: 1 } }, "mcpServers.one.tools.ask must be a list of tool names"],
  [
    { url: "https://example.com", oauth: { redirectPort: 0 } },
    "mcpServers.one.oauth.redirectPort must be a whole number from 1 to 65535",
  ],
  [
    { url: "https://example.com", oauth: { clientId: "${NONE}" } },
    "mcpServers.one.oauth.clientId needs the environment variable NONE",
  ],
])("%j is reported and left out", async (entry, message) => {
  const { servers, names, problems } = await parseEntry(entry);
  expect(servers).toEqual({});
  expect(names).toEqual(["one"]);
  expect(problems.map((problem) => problem.message)).toEqual([expect.stringContaining(message)]);
});

test("no secret appears in a message", async () => {
  const { problems } = await parseEntry(
    { url: "htps://${TOKEN}@example.com", headers: { A: "Bearer ${TOKEN}" } },
    { TOKEN: "s3cret" },
  );
  expect(problems).toHaveLength(1);
  expect(JSON.stringify(problems)).not.toContain("s3cret");
});

test("other clients' fields pass, and null counts as not written", async () => {
  const { servers, problems } = await parseEntry({
    command: "x",
    args: null,
    env: null,
    alwaysAllow: ["read"],
    autoApprove: [],
    disabledTools: [],
    enabledTools: null,
    timeout: 60,
    tools: ["*"],
    dev: { watch: true },
    enabled: true,
  });
  expect(problems).toEqual([]);
  expect(servers.one).toEqual({
    transport: "stdio",
    command: "x",
    args: [],
    env: {},
    timeoutMs: 60_000,
    tools: { allow: ["*"] },
  });
});

test("limits are counted in seconds, and milliseconds are told from them", async () => {
  const entry = { command: "x", timeout: 0.5, startupTimeout: 90, maxConcurrentCalls: 4 };
  const { servers, problems } = await parseEntry(entry);
  expect(problems).toEqual([]);
  expect(servers.one).toMatchObject({
    timeoutMs: 500,
    startupTimeoutMs: 90_000,
    maxConcurrentCalls: 4,
  });
  const doubtful = await parseEntry({ command: "x", timeout: 30_000 });
  expect(doubtful.servers.one).toMatchObject({ timeoutMs: 30_000_000 });
  expect(doubtful.problems.map(({ message }) => message)).toEqual([
    expect.stringContaining(
      "mcpServers.one.timeout counts seconds: 30000 is over 8 hours. If milliseconds are meant, as other clients count, write 30.",
    ),
  ]);
});

test("what would give the server its variables or headers elsewhere is a warning, and the server starts", async () => {
  const file = await parseEntry({ command: "x", envFile: ".env" });
  expect(file.servers.one).toMatchObject({ command: "x" });
  expect(file.problems).toMatchObject([
    {
      severity: "warning",
      message: expect.stringContaining("mcpServers.one.envFile is not read here. Write"),
    },
  ]);
  const helper = await parseEntry({ url: "https://example.com/mcp", headersHelper: "/bin/token" });
  expect(helper.servers.one).toBeDefined();
  expect(helper.problems).toMatchObject([
    {
      severity: "warning",
      message: expect.stringContaining("headersHelper is not run here. Write"),
    },
  ]);
  expect((await parseEntry({ command: "x", envFile: "" })).problems).toEqual([]);
});

test.each([
  ["search", { allow: ["search"] }],
  [["get_*"], { allow: ["get_*"] }],
  [
    { allow: "get_*", deny: ["x", "y?"] },
    { allow: ["get_*"], deny: ["x", "y?"] },
  ],
  [{ allow: [] }, { allow: [] }],
  [{ ask: "delete_*" }, { ask: ["delete_*"] }],
  [{ ask: ["send"] }, { ask: ["send"] }],
  [{ ask: "Always" }, { ask: "always" }],
  [{ ask: "destructive" }, { ask: "destructive" }],
  [{ ask: true }, { ask: "always" }],
  [{ ask: false }, { ask: "never" }],
  [{}, {}],
])("the rules %j", async (tools, expected) => {
  const { servers, problems } = await parseEntry({ command: "x", tools });
  expect(problems).toEqual([]);
  expect(servers.one?.tools).toEqual(expected);
});

test("rules that stand twice cost the entry, with the place", async () => {
  const text = `{"servers": {
  "a": {"command": "x", "tools": {"deny": ["burn"]}, "tools": {"deny": []}},
  "b": {"command": "x", "tools": {"deny": ["burn"], "deny": []}},
  "c": {"command": "x", "tools": {"deny": ["burn"], "allow": []}}
}}`;
  const { servers, problems } = await parse(text);
  expect(Object.keys(servers)).toEqual(["c"]);
  expect(problems).toMatchObject([
    { key: "servers.a.tools", line: 2, message: expect.stringContaining("stands here twice.") },
    { key: "servers.b.tools.deny", line: 3 },
  ]);
});

test("how to log in, with variables", async () => {
  const oauth = { clientId: "${ID}", clientSecret: "${SECRET}", scopes: "read write" };
  const more = { redirectPort: 8123, issuer: "https://login.example" };
  const entry = { url: "https://example.com/mcp", oauth: { ...oauth, ...more } };
  const { servers, problems } = await parseEntry(entry, { ID: "me", SECRET: "s3cret" });
  expect(problems).toEqual([]);
  expect(servers.one).toMatchObject({
    oauth: {
      clientId: "me",
      clientSecret: "s3cret",
      scopes: ["read", "write"],
      ...more,
    },
  });
  const robot = { grantType: "client_credentials", clientId: "a", callbackPort: 8124 };
  const other = await parseEntry({ url: "https://example.com/mcp", oauth: robot });
  expect(other.servers.one).toMatchObject({
    oauth: { grantType: "client_credentials", clientId: "a", redirectPort: 8124 },
  });
  const switched = await parseEntry({ url: "https://example.com/mcp", oauth: true });
  expect(switched).toMatchObject({ problems: [], servers: { one: expect.anything() } });
});

test("a key that looks misspelt is warned about where it stands", async () => {
  const text = `{"mcpServers": {"one": {
  "command": "npx",
  "arg": ["-y"]
}}}`;
  const { servers, problems } = await parse(text);
  expect(servers.one).toMatchObject({ command: "npx", args: [] });
  expect(problems).toEqual([
    expect.objectContaining({ key: "mcpServers.one.arg", line: 3, column: 3 }),
  ]);
  expect(problems[0]?.message).toContain('If "args" is meant, write it so.');
  expect(await messagesOf('{"servers": {"one": {"commnad": "npx"}}}')).toEqual([
    expect.stringContaining('If "command" is meant'),
    expect.stringContaining('has neither "command" nor "url"'),
  ]);
});

test("disabled entries are left out but keep their name", async () => {
  const { servers, names, skipped, problems } = await parse(`{"mcpServers": {
    "off": {"command": "x", "disabled": true, "env": {"A": "\${NONE}"}},
    "out": {"command": "x", "enabled": false},
    "on": {"command": "x", "disabled": false}
  }}`);
  expect(Object.keys(servers)).toEqual(["on"]);
  expect(names).toEqual(["off", "out", "on"]);
  expect(problems).toEqual([]);
  expect(skipped).toEqual([
    { source, name: "off", reason: "It is disabled." },
    { source, name: "out", reason: "It is disabled." },
  ]);
});
