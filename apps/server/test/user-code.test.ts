// What user code sees, as an agent would write it: the binary, a real client, real servers, the embedded sandbox.
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { connect, textOf, type Connection } from "./fixtures/connect.ts";
import { createHostFolder, type HostFolder } from "./fixtures/host-folder.ts";
import { fixture, officialServer } from "./fixtures/upstream-servers.ts";

// Every example starts with the names of a new session and none of another example's.
const forget = `for _name in [n for n in globals() if not n.startswith(("_", "mcp_")) and n not in ("asyncio", "json", "runtime", "display")]: del globals()[_name]`;

let connection: Connection;
let folder: HostFolder;
let files: string;

beforeAll(async () => {
  folder = await createHostFolder();
  files = join(folder.root, "files");
  await mkdir(files);
  await writeFile(join(files, "north.txt"), "1200");
  await writeFile(join(files, "south.txt"), "800");
  const memory = { MEMORY_FILE_PATH: join(folder.root, "memory.jsonl") };
  const servers = {
    filesystem: officialServer("filesystem", files),
    memory: { ...officialServer("memory"), env: memory },
    everything: officialServer("everything"),
    "meeting-room": fixture("meeting-server", `--starts=${join(folder.root, "starts")}`),
  };
  await folder.write("project/mcp_bridge_config.json", JSON.stringify({ mcpServers: servers }));
  connection = await connect({ folder });
});
afterAll(() => connection?.[Symbol.asyncDispose]());

async function run(code: string): Promise<string> {
  const result = await connection.run(code);
  expect(result.isError, textOf(result)).toBe(false);
  return textOf(result);
}

async function example(code: string): Promise<string> {
  await connection.run(forget);
  return run(code);
}

describe("an agent", () => {
  it("calculates", async () => {
    expect(await example("import statistics\nstatistics.mean([1, 2, 3, 4]) * 2")).toBe("5.0");
  });

  it("finds runtime without an import", async () => {
    expect(await run("await runtime.list_tools('meeting-room')")).toContain("meet");
  });

  it("lists servers, with and without await", async () => {
    const names = "['filesystem', 'memory', 'everything', 'meeting-room']";
    expect(
      await example(
        "from mcp import runtime\nservers = await runtime.discovered_servers()\nservers == runtime.discovered_servers(), list(servers)",
      ),
    ).toBe(`(True, ${names})`);
    expect(await run("await runtime.list_servers()")).toBe(names);
    expect(await run("list(mcp_servers)")).toBe(names);
  });

  it("reads one server's tool docs as a mapping", async () => {
    const text = await example(`
from mcp import runtime
tools = await runtime.query_tool_docs("memory")
for name, schema in tools.items():
    print(f"{name}: {schema.get('description', 'No description')} {sorted(schema['inputSchema']['properties'])}")`);
    expect(text.split("\n")).toContain(
      "create_entities: Create multiple new entities in the knowledge graph ['entities']",
    );
    expect(text.split("\n")).toHaveLength(9);
  });

  it("prints a server's tools as a line for each, and keeps the mapping that it is", async () => {
    const query = 'from mcp import runtime\ndocs = await runtime.query_tool_docs("memory")';
    const [head, first, ...more] = (await example(`${query}\ndocs`)).split("\n");
    expect(head).toBe(
      '9 tools of memory; one with its schema: await runtime.query_tool_docs("memory", "tool")',
    );
    expect(first).toBe(
      "create_entities(entities: list[dict]) Create multiple new entities in the knowledge graph",
    );
    expect(more).toHaveLength(8);
    const { length } = await example(`${query}\nprint(docs)`);
    expect(length).toBeLessThan(1_000);
    expect(
      await example(`${query}
import copy, pickle
same = [json.loads(json.dumps(docs)), dict(docs), {**docs}, copy.deepcopy(docs), pickle.loads(pickle.dumps(docs))]
print(all(other == docs for other in same), isinstance(docs, dict), len(docs), docs["create_entities"]["inputSchema"]["required"])`),
    ).toBe("True True 9 ['entities']");
    expect(await example(`${query}\ndocs["one"] = 7\ndocs`)).toMatch(/^\{'create_.*'one': 7\}$/);
    expect(await example(`${query}\ndocs.clear()\ndocs`)).toBe("{}");
  });

  it("lets a server's text neither begin a line of its own nor reach a terminal", async () => {
    const text = await example(`
from mcp.listings import Prompts, Resources, ToolDocs
odd = "a\\x1b[2J\\nb\\u202ec\\u2028d " + "e" * 500
print(ToolDocs({odd: {"description": odd}}, "s"))
print(Resources([{"uri": odd, "mimeType": odd, "name": odd, "description": odd}]))
print(Prompts([{"name": odd, "description": odd, "arguments": [{"name": odd}]}]))`);
    expect(text.split("\n")).toHaveLength(4);
    expect(text).toMatch(/^[\n\u0020-\u007e…]+$/);
  });

  it("reads one tool's docs", async () => {
    const text = await example(`
from mcp import runtime
doc = await runtime.query_tool_docs("filesystem", "read_text_file")
print(doc["signature"])
print(doc["inputSchema"]["properties"]["head"]["type"], doc["inputSchema"]["required"])
print("$schema" in doc["inputSchema"] or "$schema" in doc["outputSchema"])`);
    expect(text).toMatch(/^read_text_file\(.*path.*\)/);
    expect(text).toContain("number ['path']\nFalse");
  });

  it("searches all servers with a limit and reads each hit", async () => {
    const text = await example(`
from mcp import runtime
hits = await runtime.search_tool_docs("list the files of a directory", limit=3)
for hit in hits:
    print(f"{hit['server']}.{hit['tool']}: {hit.get('description', '')[:30]}", f"{hit.get('score', 0):.2f}")
scores = [hit["score"] for hit in hits]
assert all(0 <= score <= 1 for score in scores) and scores == sorted(scores, reverse=True), scores
assert hits[0]["signature"].startswith(hits[0]["tool"] + "("), hits[0]`);
    const lines = text.split("\n");
    expect(lines).toHaveLength(3);
    expect(lines[0]).toMatch(/^filesystem\.list_directory.*: Get a detailed listing.* [01]\.\d\d$/);
  });

  it("prints what a search found as a line for each, from which the call can be written", async () => {
    const search = `from mcp import runtime
hits = await runtime.search_tool_docs("create several new entities", limit=2, server="memory")`;
    const [first, second, ...more] = (await example(`${search}\nhits`)).split("\n");
    expect(first).toMatch(
      /^\.\d\d memory\.create_entities\(entities: \[\{name, entityType, observations: list\}\]\) Create multiple new entities/,
    );
    expect(second).toMatch(/^\.\d\d memory\.\w+\(.*\) \w/);
    expect(more).toEqual([]);
    expect(
      await example(`${search}\nprint(hits == json.loads(json.dumps(hits)), hits[:1])`),
    ).toMatch(/^True \[\{'server': 'memory'/);
    expect(await example(`${search}\nhits.append(7)\nhits`)).toMatch(/^\[\{.*, 7\]$/);
    expect(
      await example("from mcp import runtime\nawait runtime.search_tool_docs('qwertz yxcvbn')"),
    ).toBe("[]");
  });

  it("searches one server alone", async () => {
    const text = await example(`
from mcp import runtime
{hit["server"] for hit in await runtime.search_tool_docs("read a file", limit=20, server="memory")}`);
    expect(["{'memory'}", "set()"]).toContain(text);
  });

  it("calls in three patterns", async () => {
    expect(
      await example(`
from mcp.servers.everything import get_sum
print(await mcp_servers["everything"].call_tool("get-sum", {"a": 1, "b": 2}))
print(await mcp_everything.get_sum(a=3, b=4))
print(await get_sum(a=5, b=6))`),
    ).toBe("The sum of 1 and 2 is 3.\nThe sum of 3 and 4 is 7.\nThe sum of 5 and 6 is 11.");
  });

  it("passes one dict, keywords, and an argument that Python keeps for itself", async () => {
    expect(
      await example(`
from mcp import runtime
print(await mcp_meeting_room.letter({"from": "a"}))
print(await mcp_meeting_room.letter(from_="b", to="c"))
print(await mcp_servers["meeting-room"].letter({"from": "d"}, to="e"))
print(await runtime.call_tool("meeting-room", "letter", {"from": "f"}))`),
    ).toBe("from a to all\nfrom b to c\nfrom d to e\nfrom f to all");
  });

  it("composes: search, call, loop over the result, call on another server", async () => {
    await example(`
from mcp import runtime
hits = await runtime.search_tool_docs("list directory contents", limit=3)
hit = next(hit for hit in hits if hit["tool"] == "list_directory")
listing = await mcp_servers[hit["server"]].call_tool(hit["tool"], {"path": ${JSON.stringify(files)}})
for line in listing.splitlines():
    name = line.removeprefix("[FILE] ")
    amount = await mcp_filesystem.read_text_file(path=${JSON.stringify(`${files}/`)} + name)
    await mcp_memory.create_entities(entities=[{"name": name, "entityType": "file", "observations": [amount]}])`);
    const graph = await readFile(join(folder.root, "memory.jsonl"), "utf8");
    expect(graph.split("\n").map((line) => JSON.parse(line))).toMatchObject([
      { name: "north.txt", observations: ["1200"] },
      { name: "south.txt", observations: ["800"] },
    ]);
  });

  it("catches a failing call and falls back to a search", async () => {
    const text = await example(`
from mcp import runtime
try:
    await mcp_filesystem.read_text_file(path="/somewhere/else")
except Exception as e:
    print(f"Tool call failed: {e}")
    alternatives = await runtime.search_tool_docs("which directories are allowed")
    print(await mcp_servers[alternatives[0]["server"]].call_tool(alternatives[0]["tool"]))`);
    expect(text).toContain("Tool call failed: filesystem.read_text_file: Access denied");
    expect(text).toContain(`Allowed directories:\n${files}`);
  });

  it("finds the variables, imports and files of an earlier run", async () => {
    await example("import math\ntotal = 40\nopen('kept.txt', 'w').write('kept')");
    expect(await run("total + math.floor(2.5), open('kept.txt').read()")).toBe("(42, 'kept')");
  });

  it("builds a catalog of all servers into a file", async () => {
    await example(`
from mcp import runtime
catalog = {}
for name in await runtime.discovered_servers():
    docs = await runtime.query_tool_docs(name)
    catalog[name] = {t: {"description": d.get("description", ""), "parameters": d.get("inputSchema", {}).get("properties", {})} for t, d in docs.items()}
json.dump(catalog, open("/tmp/tool_catalog.json", "w"), indent=2)`);
    const text = await example(
      `c = json.load(open("/tmp/tool_catalog.json")); list(c), c["everything"]["echo"]`,
    );
    expect(text).toBe(
      "(['filesystem', 'memory', 'everything', 'meeting-room'], {'description': 'Echoes back the input string', 'parameters': {'message': {'type': 'string', 'description': 'Message to echo'}}})",
    );
  });

  it("chooses a tool by search and calls it by its name", async () => {
    expect(
      await example(`
from mcp import runtime
hits = await runtime.search_tool_docs("echo a message back", limit=1)
tool = hits[0]
await mcp_servers[tool["server"]].call_tool(tool["tool"], {"message": "chosen"})`),
    ).toBe("'Echo: chosen'");
  });

  it("works through a batch with errors per item", async () => {
    expect(
      await example(`
results = []
for name in ["north.txt", "east.txt", "south.txt"]:
    try:
        results.append({"item": name, "value": int(await mcp_filesystem.read_text_file(path=f"${files}/{name}"))})
    except Exception as e:
        results.append({"item": name, "error": type(e).__name__})
results`),
    ).toBe(
      "[{'item': 'north.txt', 'value': 1200}, {'item': 'east.txt', 'error': 'ToolCallError'}, {'item': 'south.txt', 'value': 800}]",
    );
  });

  it("makes five calls at the same time with gather", async () => {
    // No call is answered before all five are there.
    expect(
      await example(`
people = ["a", "b", "c", "d", "e"]
await asyncio.gather(*[mcp_meeting_room.meet(place="gather", of=5, who=who) for who in people])`),
    ).toBe("['a met 4', 'b met 4', 'c met 4', 'd met 4', 'e met 4']");
  });

  it("gathers what succeeds beside what fails", async () => {
    expect(
      await example(`
answers = await asyncio.gather(
    mcp_everything.echo(message="fine"), mcp_everything.nothing(), return_exceptions=True)
[answers[0], type(answers[1]).__name__]`),
    ).toBe("['Echo: fine', 'UnknownToolError']");
  });

  it("asks servers that are slow at the same time, within one call's time", async () => {
    const text = await example(`
import time
operation = mcp_everything.trigger_long_running_operation
begin = time.monotonic(); await operation(duration=1, steps=1); one = time.monotonic() - begin
begin = time.monotonic(); await asyncio.gather(*[operation(duration=1, steps=1) for _ in range(5)]); five = time.monotonic() - begin
five < 3 * one or (one, five)`);
    expect(text).toBe("True");
  });
});

describe("a cell", () => {
  it("shows the value of its last expression, and awaits it where it can be awaited", async () => {
    expect(await example("mcp_everything.echo(message='last')")).toBe("'Echo: last'");
    expect(await example("x = 1;")).toBe("(no output)");
  });

  it("warns of a call that was never awaited", async () => {
    const text = await example("mcp_everything.echo(message='lost')\nprint('done')");
    expect(text).toMatch(/^done\n/);
    expect(text).toContain("mcp_everything.echo(...) was never awaited");
  });

  it("may use asyncio.run and helpers of its own", async () => {
    expect(
      await example(`
async def main():
    return await mcp_everything.echo(message="main")
asyncio.run(main())`),
    ).toBe("'Echo: main'");
  });
});

describe("an answer", () => {
  it("is a value: structured content, text, or parsed JSON", async () => {
    expect(await example(`await mcp_everything.get_structured_content(location="Chicago")`)).toBe(
      "{'temperature': 36, 'conditions': 'Light rain / drizzle', 'humidity': 82}",
    );
    expect(await example(`await mcp_filesystem.read_text_file(path="${files}/north.txt")`)).toBe(
      "'1200'",
    );
    expect(await example("env = await mcp_everything.get_env(); type(env).__name__")).toBe(
      "'dict'",
    );
  });

  it("is whole where it is asked for raw", async () => {
    expect(
      await example(
        `await mcp_everything.call_tool("get-structured-content", {"location": "New York"}, raw=True)`,
      ),
    ).toContain("'structuredContent': {'temperature': 33, 'conditions': 'Cloudy', 'humidity': 82}");
  });

  it("of several blocks is a list, whose image comes back as an image", async () => {
    const result = await connection.run("await mcp_everything.get_tiny_image()");
    expect(result.isError).toBe(false);
    const [text, image] = result.content;
    expect(text).toMatchObject({
      type: "text",
      text: expect.stringMatching(/^\["Here's the image you requested:", <Image image\/png/),
    });
    expect(image).toMatchObject({ type: "image", mimeType: "image/png" });
    expect(
      Buffer.from(String(image?.type === "image" && image.data), "base64")
        .subarray(1, 4)
        .toString(),
    ).toBe("PNG");
    expect(result.structuredContent).toMatchObject({ status: "ok", images: ["image/png"] });
  });

  it("that is an image can be saved, and shown with display", async () => {
    const result = await connection.run(`
parts = await mcp_everything.get_tiny_image()
path = parts[1].save("/tmp/logo.png")
display(parts[1])
print(open(path, "rb").read(4))`);
    expect(textOf(result)).toBe("b'\\x89PNG'");
    expect(result.content.map(({ type }) => type)).toEqual(["text", "image"]);
  });
});

describe("a call as other libraries have it", () => {
  const echo = '"echo", {"message": "x"}';

  it.each([
    `from mcp import call_tool\nawait call_tool("everything", ${echo})`,
    `import mcp\nawait mcp.call_tool("everything", ${echo})`,
    `from mcp import mcp_servers as all\nawait all["everything"].call_tool(${echo})`,
    'await mcp_everything.call_tool("echo", arguments={"message": "x"})',
    'await mcp_everything.call_tool(name="echo", arguments={"message": "x"})',
    'await mcp_everything.call_tool(tool_name="echo", message="x")',
    'await runtime.call_tool(server="everything", tool="echo", arguments={"message": "x"})',
    'await runtime.call_tool("everything", tool="echo", message="x")',
    'from asyncio import run as start\nstart(mcp_everything.echo(message="x"))',
    'import asyncio as aio\naio.run(mcp_everything.echo(message="x"))',
    'loop = asyncio.new_event_loop()\nasyncio.set_event_loop(loop)\nloop.run_until_complete(mcp_everything.echo(message="x"))',
  ])("%s is made", async (code) => {
    expect(await example(code)).toBe("'Echo: x'");
  });

  it("finds the tools by the names that stand in runtime", async () => {
    const code = "from mcp import list_servers, search_tool_docs\nlist_servers()[0]";
    expect(await example(code)).toBe("'filesystem'");
  });

  it("shows an image among what display is given", async () => {
    const { content } = await connection.run("display(await mcp_everything.get_tiny_image())");
    expect(content.map(({ type }) => type)).toEqual(["text", "image"]);
  });
});

describe("an error", () => {
  it("of an unknown server names the nearest", async () => {
    expect(
      await example(`
from mcp import MCPError, UnknownServerError
try: mcp_servers["file-system"]
except UnknownServerError as e: print(isinstance(e, MCPError), e)`),
    ).toMatch(/^True there is no server 'file-system'\. Did you mean 'filesystem'\?/);
  });

  it("of an unknown tool names the nearest and its signature", async () => {
    expect(
      await example(`
from mcp import UnknownToolError
try: await mcp_filesystem.read_textfile(path="x")
except UnknownToolError as e: print(e)`),
    ).toMatch(
      /^Server "filesystem" has no tool "read_textfile"\. The nearest: read_text_file, .*\. To call the first: read_text_file\(path: str, /,
    );
  });

  it("is none for one value where a tool requires one argument, and names the arguments where it is not clear", async () => {
    const text = await example(`
from mcp import InvalidArgumentsError
from mcp.servers.everything import echo
print(await mcp_everything.echo("a"), await echo("b"), await mcp_filesystem.read_text_file("${join(files, "north.txt")}", head=1))
for call in (lambda: echo("a", message="b"), lambda: echo("a", "b"), lambda: mcp_everything.get_sum(1, b=2)):
  try: print(await call())
  except InvalidArgumentsError as e: print(e)`);
    const [called, ...refused] = text.split("\n");
    expect(called).toBe("Echo: a Echo: b 1200");
    expect(refused).toHaveLength(3);
    for (const line of refused) expect(line).toMatch(/takes keyword arguments, .*signature: \w+\(/);
  });

  it("of arguments without names says which there are, and calls nothing", async () => {
    const text = await example(`
from mcp import InvalidArgumentsError, UnknownToolError
for call in (lambda: mcp_filesystem.write_file("x", "y"), lambda: mcp_filesystem.call_tool("write_file", "x")):
  try: await call()
  except InvalidArgumentsError as e: print(e)
try: await mcp_filesystem.writefile("x")
except UnknownToolError as e: print(e)`);
    const [first, second, third] = text.split("\n");
    expect(first).toMatch(
      /^mcp_filesystem\.write_file takes keyword arguments.*\. Its signature: write_file\(path: str, content: str\)$/,
    );
    expect(second).toMatch(
      /call_tool\('write_file', \{'name': value\}\)\. Its signature: write_file\(/,
    );
    expect(third).toContain("The nearest: write_file");
  });

  it.each([
    ["del runtime\nruntime.list_servers()", "Write `from mcp import runtime` first."],
    ["await search_tool_docs('x')", "Write `runtime.search_tool_docs(...)`."],
    ["await search_tools('x')", "Write `await runtime.search_tool_docs("],
    ["list_mcp_servers()", "Write `await runtime.list_servers()`."],
    ["print(await read_file(path='x'))", "before it: `await mcp_server.read_file(arg=1)`"],
    ["c = mcp_everything.echo(message='x')\nawait c\nawait c", "A call is awaited once"],
    ["t = await mcp_everything.echo(message='x')\nfor e in t: e['name']", "one character of a str"],
    ["try: 1/0\nexcept MCPError: pass", "Write `from mcp import MCPError` first."],
    ["await mcp_filesytem.read_file(path='x')", "Did you mean 'filesystem'? Servers: filesystem, "],
    ["del mcp_filesystem\nmcp_filesystem", "until then write `mcp_servers['filesystem']`."],
    ["from mcp import runtime\nruntime.call('x')", "runtime has: call_tool, "],
    ["open('/home/me/notes.txt')", "The sandbox has its own files"],
    ["open('/tmp/written-by-a-tool.txt')", "The sandbox has its own files"],
    ["import requests", "The sandbox has no network"],
    ["from IPython.display import Image", "display(...) works without an import"],
    ["from mcp import ClientSession", "The servers are already connected"],
    ["import mcp.client.stdio", "The servers are already connected"],
    [
      "(await mcp_everything.echo(message='x')).content[0].text",
      "`call_tool(..., raw=True)` returns the whole answer",
    ],
    ["!pip install pandas", "packages cannot be installed"],
    ["mcp_filesystem.read_file?", "write help(...)"],
    ["import pip", "Packages cannot be installed here."],
    ["import pandas", "For the user: a container has more"],
    ["pip install pandas", "Packages cannot be installed here."],
    ["get_ipython()", "display(...) works without an import"],
    ["__file__", "relative paths start at /workspace"],
    ["open('report.csv')", "The sandbox has its own files"],
    ["import nest_asyncio", "write `await` instead"],
    ["from fastmcp import Client", "The servers are already connected"],
    ["import mcp\nmcp.ClientSession", "The servers are already connected"],
    ["from mcp_filesystem import read_file", "`await mcp_filesystem.tool(arg=1)`"],
    ["from mcp.filesystem import read_file", "`await mcp_filesystem.tool(arg=1)`"],
    ["from mcp import filesystem", "`await mcp_filesystem.tool(arg=1)`"],
    ["import mcp\nmcp.filesystem", "`await mcp_filesystem.tool(arg=1)`"],
    ["runtime.filesystem", "`await mcp_filesystem.tool(arg=1)`"],
    ["await filesystem.read_file(path='x')", "`await mcp_filesystem.tool(arg=1)`"],
    ["import mcp_servers", "`mcp_servers` needs no import"],
    ["runtime.mcp_servers", "`mcp_servers` needs no import"],
    ["from runtime import list_servers", "its functions: `from mcp.runtime import ...`."],
    ["import runtime\nawait runtime.list_servers()", "`runtime` needs no import"],
    [
      "def list_all():\n  return await runtime.list_servers()\nlist_all()",
      "A function that awaits is defined with `async def`",
    ],
    ["tools.filesystem.read_file('x')", "The servers are already connected"],
    ["mcp_servers.list_tools('filesystem')", 'write `mcp_servers["server"].list_tools(...)`'],
    [
      "from mcp.servers.filesystem import *\nread_file()",
      "`from mcp.servers.filesystem import read_file`",
    ],
    ["mcp_servers['filesystem']['read_file']", "`await mcp_server.list_tools()`"],
    ["mcp_servers('filesystem')", "`await mcp_server.list_tools()`"],
    ["for tool in mcp_filesystem.tools: pass", "`await mcp_server.list_tools()`"],
    ["await mcp_filesystem.run_tool('read_file', {})", 'call_tool("tool", {"arg": 1})'],
    ["mcp_filesystem.call_tool()", "call_tool needs a tool"],
    ["runtime.call_tool(tool='read_file')", "call_tool needs a server"],
    [
      "await runtime.search_tool_docs('x', top_k=3)",
      "Its arguments: search_tool_docs(query, limit=5, server=None, detail='summary').",
    ],
    ["(await runtime.search_tool_docs('read'))[0]['name']", "It has: server, tool, description, "],
    ["(await runtime.search_tool_docs('read'))[0].tool", 'write `["tool"]`'],
    [
      "hit = (await runtime.search_tool_docs('read'))[0]\nawait hit(path='x')",
      'hit["tool"], {"arg',
    ],
    ["(await runtime.query_tool_docs('memory'))['create']", "It has: create_entities, "],
    ["r = await mcp_everything.echo(message='x')\nr['content'][0]['text']", "raw=True"],
    ["r = await mcp_everything.echo(message='x')\nr.text", "raw=True"],
    ["r = await mcp_memory.read_graph()\nr['content']", "raw=True"],
    ["r = await mcp_memory.read_graph()\njson.loads(r)", "already parsed"],
    ["await mcp_memory.read_graph()['entities']", "write `(await call(...)).name`"],
    ["await mcp_everything.echo(message='x').strip()", "write `(await call(...)).name`"],
    ["await asyncio.gather([mcp_memory.read_graph()])", "Write `asyncio.gather(*calls)`."],
    ["await asyncio.gather({1: mcp_memory.read_graph()})", "`asyncio.gather(*calls.values())`"],
    ["await use_mcp_tool('memory', 'read_graph', {})", "The servers are already connected"],
    [
      "t = await mcp_everything.echo(message='x')\n[e['name'] for e in t]",
      "one character of a str",
    ],
    ["t = await mcp_everything.echo(message='x')\nt[0]['name']", "one character of a str"],
    ["list(await mcp_memory.read_graph() for _ in 'ab')", "`[await ... for ...]`"],
    [
      "g = {'list': [{'id': 1}]}\ndef f(): return {e['name']: e['id'] for e in g['list']}\nf()",
      "It is a dict with id.",
    ],
    ["g = [{'a': [{'id': 1}]}]\n[o['name'] for e in g for o in e['a']]", "It is a dict with id."],
    ["async def pages(): yield 1\nfor p in pages(): pass", "write `async for x in ...`"],
    ["any(await mcp_memory.read_graph() for _ in 'ab')", "`[await ... for ...]`"],
    ["''.join(await mcp_everything.echo(message=m) for m in 'ab')", "`[await ... for ...]`"],
    ["t = await mcp_everything.echo(message='x')\nawait t", "leave that `await` out"],
    ["async def main(): pass\nawait main", "It is a function: write `await name(...)`."],
    ["g = await mcp_memory.read_graph()\ng['nodes']", "It is a dict with entities, relations."],
    ["g = {'list': [{'id': 1}]}\n{e['name'] for e in g['list']}", "It is a dict with id."],
    ["g = {'list': [{'id': 1}]}\ng['list'][0][\n  'name'\n]", "It is a dict with id."],
    ["g = await mcp_memory.read_graph()\ng[:200]", "It is a dict with entities, relations."],
    ["g = {}\nž = 'ž', g['name']", "It is an empty dict."],
    ["g = await mcp_memory.read_graph()\nfor e in g: e['name']", "It is a str: 'entities'."],
    ["g = await mcp_memory.read_graph()\ng.splitlines()", "It is a dict with entities, "],
    ["t = await mcp_everything.echo(message='x')\nt.get('message')", "a str: 'Echo: x'."],
    ["r = await mcp_everything.echo(message='x')\nr['text']", "Here it is a str: 'Echo: x'."],
    ["r = [{'id': 1, 'to': 'x'}] * 2\nr['rows']", "of 2, whose first is a dict with id, to."],
    ["r = [[1]]\nr.get('rows')", "It is a list of 1, whose first is a list of 1."],
    ["for s in await runtime.list_servers(): s['name']", "It is a server's name: `runtime.disc"],
    ["for s in runtime.discovered_servers(): s.name", "It is a server's name: `runtime.disc"],
    ["for t in await mcp_memory.list_tools(): t.description", "has descriptions and schemas"],
    ["t = (await mcp_memory.list_tools())[0]\nt['inputSchema']", "a str: 'create_entities'; `aw"],
    ["await runtime.search_tool_docs('read', 'memory')", "Its arguments: search_tool_docs(query, "],
    ["await runtime.query_tool_docs('memory', ['a'])", "tool: Invalid input: expected string"],
    ["try: 1/0\nexcept ToolError: pass", "Write `from mcp import MCPError` first"],
    ["from mcp.shared.exceptions import McpError", "Write `from mcp import MCPError` first"],
    ["from mcp import McpError", "Write `from mcp import MCPError` first"],
    ["await mcp_everything.echo(message='x', timeout=5)", "`async with asyncio.timeout(seconds):`"],
    ["await mcp_everything.echo(message='x', progress_callback=print)", "`on_progress=function`"],
    ["rows = []\nrows[0]['name']", "It is an empty list."],
    ["rows = [1]\nrows[2]", "It is a list of 1, whose first is of type int."],
    [
      "t = await mcp_everything.echo(message='x')\njson.loads(t)",
      "no JSON: it is a str: 'Echo: x'.",
    ],
    ["await mcp__memory__read_graph()", "Write `await mcp_memory.read_graph(arg=1)`."],
    ["await mcp_meeting_room_list()", "Write `await mcp_meeting_room.list(arg=1)`."],
    ["await runtime.call_tool('memory.read_graph', {})", "named apart: 'memory', 'read_graph'."],
    ["runtime.query_tool_docs('memory__read_graph')", "named apart: 'memory', 'read_graph'."],
    ["body = {'draft': true}", "Python writes True, False and None"],
    ["body = {'parent': null}", "Python writes True, False and None"],
    ["print('a')\\nprint('b')", "escaped twice"],
    ["if 1 &lt; 2: print('a')", "escaped for HTML"],
    [
      "t = await mcp_everything.echo(message='x')\nt = '{\"a\": 1}'\nt['a']",
      "`json.loads` parses it.",
    ],
    [
      "import subprocess as s; raise s.CalledProcessError(1, ['pip', 'install', 'x'])",
      "cannot be installed",
    ],
    ["list = 'x'\nlist(range(3))", "`del list` brings Python's own back"],
    ["import os; os.environ['API_TOKEN']", "servers have their own keys and tokens"],
    ["import sqlite3; sqlite3.connect('/data/shop.db')", "The sandbox has its own files"],
    ["if True:\n  return 5", "the value of its last line is shown"],
    ["input('which? ')", "put the value into the code"],
    ["import getpass\ngetpass.getpass()", "put the value into the code"],
    ["import os; os.system('ls')", "cannot start processes"],
    ["import signal; signal.alarm(5)", "has no alarms: `async with asyncio.timeout(seconds):`"],
    ["import concurrent.futures as c; c.ProcessPoolExecutor(2)", "cannot start processes"],
    ["import js\nawait js.fetch('http://192.0.2.1/')", "The sandbox has no network"],
    ["import threading; threading.Thread(target=print).start()", "has no threads: use asyncio"],
    ["import subprocess; subprocess.run(['ls'])", "cannot start processes"],
    ["import multiprocessing; multiprocessing.Pool(2)", "cannot start processes"],
    [
      "import urllib.request\nurllib.request.urlopen('http://192.0.2.1/')",
      "The sandbox has no network",
    ],
  ])("of %s says what to do", async (code, words) => {
    const text = textOf(await connection.run(code, { session: "errors" }));
    expect(text).toContain(words);
  });

  it("of a server's function has nothing of the search for a tool of its name", async () => {
    const text = textOf(await connection.run("await mcp_everything.read_resource('no://such')"));
    expect(text).toContain("no://such");
    expect(text).not.toContain("has no tool");
  });

  it("of a value looks at it without running its code", async () => {
    const text = textOf(
      await connection.run(`
class Counted(dict):
    def __iter__(self): print("ran iter"); return super().__iter__()
    def __len__(self): print("ran len"); return super().__len__()
r = Counted(id=1)
r["name"]`),
    );
    expect(text).toContain("It is a dict with id.");
    expect(text).not.toContain("ran");
    const other = await connection.run(`
class Made(dict):
    def __missing__(self, key): print("made", key); self[key] = {"id": 1}; return self[key]
r, key = Made(), "first"
try: r[key]["name"]
finally: key = "second"`);
    expect(textOf(other)).toContain("made first");
    expect(textOf(other)).not.toContain("made second");
  });

  it.each([
    ["a later entry", "rows = [{'name': 1}, {'title': 2}]\n[r['name'] for r in rows]"],
    ["a later list", "rows = [[1, 2], [3]]\n[r[1] for r in rows]"],
    ["a later type", "rows = [{'name': 1}, [2]]\n[r['name'] for r in rows]"],
    [
      "a later entry, by an index that is computed",
      "[r['na' + 'me'[:2]] for r in [{'name': 1}, {}]]",
    ],
    ["an entry after one that is left out", "[r['a'] for r in [{'b': 1}, {'c': 2}] if 'c' in r]"],
    ["a value that has been changed since", "r = {}\ntry: r['name']\nfinally: r['name'] = 1"],
  ])("says nothing of another value than the one that failed: %s", async (_, code) => {
    const text = textOf(await connection.run(code));
    expect(text).toMatch(/(?:Key|Index|Type)Error: [^\n]*$/);
  });

  it("does not repeat what the compiler warned of", async () => {
    const text = textOf(await connection.run("r = {}\nr['\\d']"));
    expect(text).toContain("It is an empty dict.");
    expect(text.match(/SyntaxWarning/g)).toHaveLength(1);
  });

  it("of arguments that do not fit names the nearest and the signature", async () => {
    const text = await example(`
from mcp import InvalidArgumentsError
try: await mcp_filesystem.write_file(path="x", contents="y")
except InvalidArgumentsError as e: print(e)`);
    expect(text).toContain("contents");
    expect(text).toMatch(/write_file\(.*content.*\)/);
  });

  it("of an imported server that does not exist is a ModuleNotFoundError", async () => {
    expect(
      await example(
        "try:\n  from mcp.servers.githup import x\nexcept ImportError as e:\n  print(e)",
      ),
    ).toContain("there is no server 'githup'");
  });
});

describe("the runtime module", () => {
  it("lists tools and summarises", async () => {
    expect(await example("from mcp import runtime\nawait runtime.list_tools('meeting-room')")).toBe(
      "['meet', 'abandoned', 'listened_to', 'letter']",
    );
    expect(await run("print(runtime.capability_summary())")).toContain("meeting-room");
  });

  it("saves a function that another session imports", async () => {
    await example(`
from mcp import runtime
async def shout(text):
    """Says it louder."""
    return (await mcp_everything.echo(message=text)).upper()
await runtime.save_tool(shout)`);
    const other = await connection.run("from saved import shout\nawait shout('hi')", {
      session: "other",
    });
    expect(textOf(other)).toBe("'ECHO: HI'");
  });
});

describe("servers", () => {
  it("start at their first use, once, and stay warm", async () => {
    await example("await mcp_meeting_room.letter(from_='a')\nawait mcp_meeting_room.abandoned()");
    const starts = await readFile(join(folder.root, "starts"), "utf8");
    expect(starts.trim().split("\n")).toHaveLength(1);
  });
});
