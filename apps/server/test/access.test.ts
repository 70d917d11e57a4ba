// Who may call what, and questions in the middle of code, as a client of the built server has them.
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import {
  CreateMessageRequestSchema,
  ListRootsRequestSchema,
  LoggingMessageNotificationSchema,
  ProgressNotificationSchema,
  type CreateMessageRequest,
} from "@modelcontextprotocol/sdk/types.js";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { connect, textOf, type Connection } from "./fixtures/connect.ts";
import { createHostFolder } from "./fixtures/host-folder.ts";
import { createPerson, type Person } from "./fixtures/person.ts";
import { fixture, officialServer } from "./fixtures/upstream-servers.ts";

const notes = fixture("notes-server");
const patience = { timeout: 30_000 };

/** Python that tries an expression and gives the error's type, code and text, or the value. */
const attempt = (expression: string): string => `
async def attempt():
    try:
        return await ${expression}
    except Exception as error:
        return [type(error).__name__, getattr(error, 'code', None), str(error)]
await attempt()`;

/** A call that is refused until a page has been opened. */
const refusedOnce = (id: string): string =>
  attempt(
    `mcp_everything.trigger_url_elicitation(url="https://example.com/x", elicitationId="${id}", errorPath=True)`,
  );

async function record(connection: Connection): Promise<string> {
  return textOf(await connection.run("print(await mcp_notes.record())"));
}

describe("a client that can ask", () => {
  let connection: Connection;
  let person: Person;
  let sampled: CreateMessageRequest["params"][] = [];
  let roots = [{ uri: "file:///first" }];

  beforeAll(async () => {
    person = createPerson();
    connection = await connect({
      servers: {
        notes: { ...notes, tools: { deny: ["burn-*"], ask: ["delete-*"] } },
        everything: officialServer("everything"),
        meeting: fixture("meeting-server"),
      },
      capabilities: {
        elicitation: { form: {}, url: {} },
        sampling: {},
        roots: { listChanged: true },
      },
      prepare(client) {
        person.attach(client);
        client.setRequestHandler(CreateMessageRequestSchema, ({ params }) => {
          sampled.push(params);
          const text = `model's answer ${sampled.length}`;
          return { role: "assistant", model: "test", content: { type: "text", text } };
        });
        client.setRequestHandler(ListRootsRequestSchema, () => ({ roots }));
      },
    });
  });
  afterAll(() => connection?.[Symbol.asyncDispose]());
  afterEach(() => {
    if (!person.isDone()) throw new Error("a question that was expected was not asked");
    person.questions = [];
    person.withdrawn = [];
    person.mostOpen = 0;
    sampled = [];
  });

  it("answers forms, prompts to its model and approvals in the middle of a loop", async () => {
    for (const name of ["Ada", "Grace"]) {
      person.willAnswer({ action: "accept", content: { name } }, "Allow once");
    }
    const result = await connection.run(`
seen = []
for step in ("one", "two"):
    form = await mcp_everything.trigger_elicitation_request()
    model = await mcp_everything.trigger_sampling_request(prompt=step, maxTokens=5)
    deleted = await mcp_notes.delete_note(id=step)
    seen.append(("Ada" in str(form), "Grace" in str(form), f"answer {len(seen) + 1}" in str(model), deleted))
seen`);
    expect(textOf(result)).toBe(
      "[(True, False, True, 'delete-note one: done'), (False, True, True, 'delete-note two: done')]",
    );
    expect(person.questions.map(({ message }) => message)).toEqual(
      ["one", "two"].flatMap((id) => [
        'The MCP server "everything" asks:\n\n> Please provide inputs for the following fields:',
        `Allow this tool call?\n\nServer: "notes"\nTool: "delete-note"\nArguments:\n\n    {\n      "id": "${id}"\n    }`,
      ]),
    );
    expect(sampled).toMatchObject([
      {
        systemPrompt:
          'The MCP server "everything" asks for this message.\n\nYou are a helpful test server.',
        messages: [{ role: "user", content: { text: expect.stringContaining("one") } }],
        maxTokens: 5,
      },
      { messages: [{ content: { text: expect.stringContaining("two") } }] },
    ]);
    expect(await record(connection)).toBe(
      '["delete-note one","delete-note two"]'.replaceAll('"', "'").replace(",", ", "),
    );
  });

  it("opens pages for servers, each under its server's name", async () => {
    person.willAnswer({ action: "accept" }, { action: "decline" });
    const result = await connection.run(`
url = "https://example.com/login"
[("declined" in str(await mcp_everything.trigger_url_elicitation(url=url, elicitationId="1")).lower()) for _ in range(2)]`);
    expect(textOf(result)).toBe("[False, True]");
    expect(person.questions[0]).toEqual({
      mode: "url",
      message:
        'The MCP server "everything" asks:\n\n> Please open the link to complete this action.',
      url: "https://example.com/login",
      elicitationId: "everything/1",
    });
  });

  it("opens the pages that a call is refused for, and lets code call again", async () => {
    person.willAnswer({ action: "decline" }, { action: "accept" });
    expect(textOf(await connection.run(refusedOnce("a")))).toContain("'call-refused'");
    const accepted = textOf(await connection.run(refusedOnce("b")));
    expect(accepted).toContain("'page-required'");
    expect(accepted).toContain("Call again when that is done.");
    expect(person.questions).toMatchObject([
      { mode: "url", url: "https://modelcontextprotocol.io/" },
      {
        message:
          'The MCP server "everything" asks:\n\n> Open this link to satisfy the prerequisite, then retry the request.',
      },
    ]);
  });

  it("a denied tool is neither listed nor found nor callable, under any of its names", async () => {
    const result = await connection.run(`
from mcp import runtime, MCPError
docs = await runtime.query_tool_docs("notes")
hits = await runtime.search_tool_docs("incinerate burn a note", limit=20)
refusals = []
for call in (
    lambda: mcp_notes.burn_note(id="x"),
    lambda: mcp_servers["notes"].call_tool("burn-note", {"id": "x"}),
    lambda: mcp_servers["notes"].call_tool("burn_note", {"id": "x"}, raw=True),
    lambda: runtime.call_tool("notes", "burn-note", {"id": "x"}),
    lambda: runtime.query_tool_docs("notes", "burn-note"),
):
    try:
        await call()
    except MCPError as error:
        refusals.append((type(error).__name__, error.code, str(error)))
try:
    await mcp_notes.burn_notes(id="x")
except MCPError as error:
    nearest = str(error)
sorted(docs), any("burn" in hit["tool"] for hit in hits), sorted(hit["tool"] for hit in hits if hit["server"] == "notes"), len(refusals), set(refusals), "burn-note" in nearest`);
    expect(textOf(result)).toBe(
      "(['change', 'delete-note', 'mutter', 'read-note', 'record', 'write-note'], False, ['delete-note', 'read-note', 'write-note'], 5, " +
        "{('CallRefusedError', 'tool-denied', 'Tool \"burn-note\" of server \"notes\" is denied by the configuration " +
        '(tools of the entry "notes"). Do without it; only the person can change that.\')}, False)',
    );
    expect(await record(connection)).toBe("[]");
  });

  it("calls side by side are asked one after the other, and each gets its own answer until three were no", async () => {
    person.willAnswer("Allow once", "Deny", { action: "decline" });
    person.willAnswer(
      { action: "accept", content: { answer: "Allow once" } },
      { action: "cancel" },
    );
    const result = await connection.run(`
import asyncio
answers = await asyncio.gather(*(mcp_notes.delete_note(id=str(n)) for n in range(7)), return_exceptions=True)
[answer if isinstance(answer, str) else answer.code for answer in answers]`);
    expect(textOf(result)).toBe(
      "['delete-note 0: done', 'call-refused', 'call-refused', 'delete-note 3: done', 'call-refused', 'call-refused', 'call-refused']",
    );
    expect(person.mostOpen).toBe(1);
    expect(person.questions).toHaveLength(5);
    expect(await record(connection)).toBe("['delete-note 0', 'delete-note 3']");
  });

  it("a yes for the session answers those that wait, in this session alone", async () => {
    const many =
      "import asyncio\nlen(await asyncio.gather(*(mcp_notes.delete_note(id=str(n)) for n in range(20))))";
    person.willAnswer("Always allow in this session");
    expect(textOf(await connection.run(many, { session: "trusted" }))).toBe("20");
    expect(textOf(await connection.run(many, { session: "trusted" }))).toBe("20");
    expect(person.questions).toHaveLength(1);
    person.willAnswer("Deny");
    const other = await connection.run(attempt("mcp_notes.delete_note(id='x')"));
    expect(textOf(other)).toContain(
      "['CallRefusedError', 'call-refused', 'The person did not allow this call of tool \"delete-note\"",
    );
    const calls = await record(connection);
    expect(calls.match(/delete-note/g)).toHaveLength(40);
  });

  it("the time that a person takes does not count", async () => {
    // Starting a server does count.
    await connection.run("await mcp_notes.record(), await mcp_everything.echo(message='up')");
    const longerThanTheRun = 3200;
    person.willAnswer(
      () => delay(longerThanTheRun, "Allow once"),
      () => delay(longerThanTheRun, { action: "accept", content: { name: "Ada" } }),
    );
    const result = await connection.run(
      "[await mcp_notes.delete_note(id='x'), 'Ada' in str(await mcp_everything.trigger_elicitation_request())]",
      { timeout: 3 },
    );
    expect(textOf(result)).toBe("['delete-note x: done', True]");
    await record(connection);
  });

  it("a call that is given up takes its question back", async () => {
    const meet = "await mcp_meeting.meet(place='asked', of=2)";
    person.willAnswer(async () => {
      await connection.run(meet, { session: "other" });
      return new Promise(() => {});
    });
    const result = await connection.run(`
import asyncio
deleting = asyncio.ensure_future(mcp_notes.delete_note(id='x'))
${meet}
deleting.cancel()
await asyncio.wait([deleting])
deleting.cancelled(), await mcp_notes.read_note(id='y')`);
    expect(textOf(result)).toBe("(True, 'read-note y: done')");
    await expect.poll(() => person.withdrawn, patience).toHaveLength(1);
    expect(await record(connection)).toBe("['read-note y']");
  });

  it("a run that is cancelled takes its question back", async () => {
    const controller = new AbortController();
    person.willAnswer(() => {
      controller.abort("no longer wanted");
      return new Promise(() => {});
    });
    const running = connection.run("await mcp_notes.delete_note(id='x')", {
      signal: controller.signal,
    });
    await expect(running).rejects.toThrow("no longer wanted");
    await expect.poll(() => person.withdrawn, patience).toHaveLength(1);
    expect(await record(connection)).toBe("[]");
  });

  it("a tool that changes while its call is asked about is not called", async () => {
    const description = "(await runtime.query_tool_docs('notes', 'delete-note'))['description']";
    person.willAnswer(async () => {
      const changed = await connection.run(
        `from mcp import runtime\nimport asyncio\nawait mcp_notes.change()\nwhile "folder" not in ${description}:\n    await asyncio.sleep(0.05)`,
        { session: "other" },
      );
      expect(changed.isError).toBe(false);
      return "Allow once";
    });
    const result = await connection.run(attempt("mcp_notes.delete_note(id='x')"));
    expect(textOf(result)).toContain("'tool-changed'");
    // A yes for the session was one to the tool as it was.
    person.willAnswer("Deny");
    const trusted = attempt("mcp_notes.delete_note(id='x')");
    expect(textOf(await connection.run(trusted, { session: "trusted" }))).toContain("call-refused");
    expect(await record(connection)).toBe("[]");
  });

  it("arguments that are wrong are told without asking anybody", async () => {
    const result = await connection.run(attempt("mcp_notes.delete_note(note='x')"));
    expect(textOf(result)).toContain("InvalidArgumentsError");
    expect(person.questions).toEqual([]);
  });

  it("upstream progress arrives as progress of the run, and grows", async () => {
    const before = connection.received.length;
    await connection.run(
      "print('begun')\nr = await mcp_everything.trigger_long_running_operation(duration=1, steps=4)\nprint('ended')",
      { onprogress: () => {} },
    );
    const sent = connection.received.slice(before).flatMap((message) => {
      const parsed = ProgressNotificationSchema.safeParse(message);
      return parsed.success ? [parsed.data.params] : [];
    });
    const messages = sent.map(({ message }) => message);
    expect(messages[0]).toBe("begun\n");
    expect(messages).toContain("everything.trigger_long_running_operation: 2/4");
    const steps = sent.map(({ progress }) => progress);
    expect(steps).toEqual([...new Set(steps)].toSorted((a, b) => a - b));
  });

  it("upstream log messages arrive from the level that was set", async () => {
    const heard = (): [string, string | undefined, unknown][] =>
      connection.received.flatMap((message) => {
        const parsed = LoggingMessageNotificationSchema.safeParse(message);
        return parsed.success && parsed.data.params.logger === "notes/desk"
          ? [[parsed.data.params.level, parsed.data.params.logger, parsed.data.params.data]]
          : [];
      });
    await connection.run("await mcp_notes.mutter()");
    await expect.poll(heard, patience).toEqual([
      ["info", "notes/desk", "said at info"],
      ["error", "notes/desk", "said at error"],
    ]);
    await connection.client.setLoggingLevel("error");
    await connection.run("await mcp_notes.mutter()");
    await expect
      .poll(() => heard().slice(2), patience)
      .toEqual([["error", "notes/desk", "said at error"]]);
    await connection.client.setLoggingLevel("debug");
    await connection.run("await mcp_notes.mutter()");
    await expect
      .poll(
        () =>
          heard()
            .slice(3)
            .map(([level]) => level),
        patience,
      )
      .toEqual(["debug", "info", "error"]);
  });

  it("roots reach upstream servers, and their changes", async () => {
    const first = await connection.run("print(await mcp_everything.get_roots_list())");
    expect(textOf(first)).toContain("file:///first");
    roots = [{ uri: "file:///second" }];
    await connection.client.sendRootsListChanged();
    await expect
      .poll(
        async () => textOf(await connection.run("print(await mcp_everything.get_roots_list())")),
        patience,
      )
      .toContain("file:///second");
  });
});

describe("a client that cannot ask", () => {
  let connection: Connection;

  beforeAll(async () => {
    connection = await connect({
      servers: {
        notes: { ...notes, tools: { deny: ["burn_*"] } },
        everything: officialServer("everything"),
      },
      environment: { MCP_BRIDGE_ASK: "destructive", MCP_BRIDGE_MAX_TOOL_CALLS: "4" },
    });
  });
  afterAll(() => connection?.[Symbol.asyncDispose]());

  it("means no, for tools that may destroy and do not say otherwise", async () => {
    const result = await connection.run(attempt("mcp_notes.delete_note(id='x')"));
    expect(textOf(result)).toContain("['CallRefusedError', 'cannot-ask', ");
    expect(textOf(result)).toContain(
      'the MCP client "test" cannot ask: it does not support elicitation',
    );
    expect(textOf(result)).toContain("MCP_BRIDGE_ASK");
    expect(textOf(result)).toContain(
      '[configuration: "burn_*" in tools.deny of the entry "notes" matches no tool, since rules take the names that the server gives: burn-note]',
    );
    const others = await connection.run(
      "[await mcp_notes.read_note(id='a'), await mcp_notes.write_note(id='b')]",
    );
    expect(textOf(others)).toBe("['read-note a: done', 'write-note b: done']");
    expect(await record(connection)).toBe("['read-note a', 'write-note b']");
  });

  it("is not promised to upstream servers", async () => {
    const result = await connection.run(
      "from mcp import runtime\n[name for name in await runtime.query_tool_docs('everything') if 'sampling' in name or 'elicitation' in name or 'roots' in name]",
    );
    expect(textOf(result)).toBe("[]");
  });

  it("a run makes no more calls than it may", async () => {
    const result = await connection.run(`
import asyncio
answers = await asyncio.gather(*(mcp_notes.read_note(id=str(n)) for n in range(6)), return_exceptions=True)
[answer if isinstance(answer, str) else (type(answer).__name__, answer.code) for answer in answers]`);
    const refused = "('CallRefusedError', 'call-limit')";
    const done = [0, 1, 2, 3].map((n) => `'read-note ${n}: done'`);
    expect(textOf(result)).toBe(`[${[...done, refused, refused].join(", ")}]`);
    expect((await record(connection)).match(/read-note/g)).toHaveLength(4);
  });
});

it("servers and rules follow the configuration file, and a result says so", async () => {
  const folder = await createHostFolder();
  const config = "home/.config/mcp-bridge/config.json";
  await folder.write(config, JSON.stringify({ servers: { notes } }));
  await using connection = await connect({ folder });
  const see = async (): Promise<string> =>
    textOf(
      await connection.run(
        "from mcp import runtime\nprint(list(runtime.discovered_servers()), 'burn-note' in await runtime.query_tool_docs('notes'), bool([h for h in await runtime.search_tool_docs('burn note') if h['tool'] == 'burn-note']))",
      ),
    );
  expect(await see()).toBe("['notes'] True True");
  const servers = {
    notes: { ...notes, tools: { deny: ["burn-*"] } },
    weather: fixture("office-server", "weather"),
  };
  await folder.write(config, JSON.stringify({ servers }));
  await expect
    .poll(() => connection.stderr(), patience)
    .toContain("the configured MCP servers changed");
  const changed = await see();
  expect(changed).toContain("['notes', 'weather'] False False");
  expect(changed).toContain(
    "[the configured MCP servers changed: added weather; other rules for the tools of notes]",
  );
  const forecast = await connection.run("await mcp_weather.get_forecast(location='Oslo')");
  expect(textOf(forecast)).toBe("'Oslo: Rain in the morning, 14 degrees'");

  await folder.write(config, '{"servers": {');
  await expect.poll(() => connection.stderr(), patience).toContain("config.json at line 1");
  const broken = await see();
  expect(broken).toContain("['notes', 'weather'] False False");
  expect(broken).toContain("[configuration: In ");
  expect(await see()).toBe("['notes', 'weather'] False False");
});

it("code that may write files in the working directory gains no server and loses no rule", async () => {
  const folder = await createHostFolder();
  const files = officialServer("filesystem", folder.project);
  const config = "home/.config/mcp-bridge/config.json";
  const servers = { files: { ...files, tools: { deny: ["move_file"] } } };
  await folder.write(config, JSON.stringify({ servers }));
  await using connection = await connect({ folder });
  const evil = { servers: { files, sh: { command: "sh", args: ["-c", "touch started"] } } };
  const path = join(folder.project, "mcp_bridge_config.json");
  await connection.run(
    `await mcp_files.write_file(path=${JSON.stringify(path)}, content=${JSON.stringify(JSON.stringify(evil))})`,
  );
  expect(JSON.parse(await readFile(path, "utf8"))).toEqual(evil);
  // Changes are taken in turn, so what the file says would be here by the time that the next one is.
  const more = { ...servers, weather: fixture("office-server", "weather") };
  await folder.write(config, JSON.stringify({ servers: more }));
  await expect.poll(() => connection.stderr(), patience).toContain("added weather");
  const result = await connection.run(
    "from mcp import runtime\nprint(list(runtime.discovered_servers()), 'move_file' in await runtime.query_tool_docs('files'))",
  );
  expect(textOf(result)).toContain("['files', 'weather'] False");
});
