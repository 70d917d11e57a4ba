// What users' guides have them paste, word for word but for the paths of files.
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { connect, textOf, type Connection } from "./fixtures/connect.ts";
import { createHostFolder, type HostFolder } from "./fixtures/host-folder.ts";
import { fixture, officialServer } from "./fixtures/upstream-servers.ts";

let connection: Connection;
let folder: HostFolder;
let files: string;

beforeAll(async () => {
  folder = await createHostFolder();
  files = join(folder.root, "files");
  await mkdir(files);
  const servers = {
    filesystem: { ...officialServer("filesystem", "${FILES}"), env: {} },
    github: fixture("office-server", "github"),
    calendar: fixture("office-server", "calendar"),
    weather: fixture("office-server", "weather"),
  };
  await folder.write("project/mcp_bridge_config.json", JSON.stringify({ servers }));
  connection = await connect({ folder, environment: { FILES: files } });
});
afterAll(() => connection?.[Symbol.asyncDispose]());

async function run(code: string): Promise<string> {
  const result = await connection.run(code);
  expect(result.isError, textOf(result)).toBe(false);
  return textOf(result);
}

it("discovery", async () => {
  expect(
    await run(`
from mcp import runtime                                            # discovery
for server in await runtime.discovered_servers():
    print(f"- {server}")`),
  ).toBe("- filesystem\n- github\n- calendar\n- weather");
});

it("schemas", async () => {
  expect(
    await run(`
tools = await runtime.query_tool_docs("github")                    # schemas
for name, schema in tools.items():
    print(f"{name}: {schema.get('description', 'No description')}")`),
  ).toBe(
    "create_issue: Create a new issue in a repository\n" +
      "get_issue: Get the details of one issue of a repository\n" +
      "list_issues: List the issues of a repository",
  );
});

it("fuzzy search over all servers", async () => {
  const text = await run(`
for hit in await runtime.search_tool_docs("create issue", limit=5):   # fuzzy search over all servers
    print(f"{hit['server']}.{hit['tool']}: {hit.get('description', '')}", f"{hit.get('score', 0):.2f}")`);
  expect(text).toMatch(/^github\.create_issue: Create a new issue in a repository [01]\.\d\d$/m);
  expect(text.split("\n")[0]).toMatch(/^github\.create_issue/);
  expect(text.split("\n").length).toBeLessThanOrEqual(5);
});

it("the three ways to call", async () => {
  expect(
    await run(`
result = await mcp_servers["github"].call_tool("create_issue", {"owner": "o", "repo": "r", "title": "t"})
print(result["number"])
result = await mcp_github.create_issue(owner="o", repo="r", title="t", body="b")
print(result["number"])
from mcp.servers.github import create_issue
issue = await create_issue(owner="o", repo="r", title="t", body="b")
issue`),
  ).toBe("1\n2\n{'number': 3, 'owner': 'o', 'repo': 'r', 'title': 't', 'body': 'b'}");
});

it("composition", async () => {
  expect(
    await run(`
hits = await runtime.search_tool_docs("calendar events", limit=3)  # compose
server = hits[0]["server"] if hits else None
if server:
    events = await mcp_servers[server].call_tool("list_events", {"date": "2025-01-15"})
    for event in events:                                           # a JSON answer is a Python list
        await mcp_github.create_issue(owner="o", repo="r", title=f"Follow-up: {event['title']}")
[issue["title"] for issue in await mcp_github.list_issues(owner="o", repo="r")]`),
  ).toBe("['t', 't', 't', 'Follow-up: Planning', 'Follow-up: Review']");
});

it("errors as exceptions, and a search for what else there is", async () => {
  expect(
    await run(`
try:                                                               # errors are exceptions
    await mcp_servers["github"].call_tool("get_issue", {"owner": "invalid", "repo": "repo", "issue_number": 999})
except Exception as e:
    print(f"Tool call failed: {e}")
    alternatives = await runtime.search_tool_docs("get issue")
alternatives[0]["tool"]`),
  ).toBe("Tool call failed: github.get_issue: invalid/repo has no issue 999\n'get_issue'");
});

it("a tool that is chosen by search, and a text answer", async () => {
  expect(
    await run(`
weather = await runtime.search_tool_docs("weather forecast", limit=1)
forecast = await mcp_servers[weather[0]["server"]].call_tool(weather[0]["tool"], {"location": "San Francisco"})
if "rain" in forecast.lower(): print("umbrella for", forecast.split(":")[0])`),
  ).toBe("umbrella for San Francisco");
});

it("a catalog of everything, kept in a file", async () => {
  await run(`
catalog = {}                                                       # a catalog of everything, kept in a file
for name in await runtime.discovered_servers():
    docs = await runtime.query_tool_docs(name)
    catalog[name] = {t: {"description": d.get("description", ""), "parameters": d.get("inputSchema", {}).get("properties", {})} for t, d in docs.items()}
json.dump(catalog, open("/tmp/tool_catalog.json", "w"), indent=2)`);
  expect(
    await run(
      `kept = json.load(open("/tmp/tool_catalog.json")); list(kept), kept["weather"]["get_forecast"]["parameters"]["location"]["description"]`,
    ),
  ).toBe("(['filesystem', 'github', 'calendar', 'weather'], 'A city')");
});

it("data of one tool's answer, worked on, written by another", async () => {
  await writeFile(join(files, "sales.csv"), "region,sales\nnorth,1200.5\nsouth,800\nnorth,34\n");
  expect(
    await run(`
import csv
from io import StringIO
csv_data = await mcp_filesystem.read_file(path="${files}/sales.csv")
totals = {}
for row in csv.DictReader(StringIO(csv_data)):
    totals[row["region"]] = totals.get(row["region"], 0) + float(row["sales"])
await mcp_filesystem.write_file(path="${files}/sales_report.txt", content=f"Total: {sum(totals.values()):,.2f}")
sorted(totals.items())`),
  ).toBe("[('north', 1234.5), ('south', 800.0)]");
  expect(await readFile(join(files, "sales_report.txt"), "utf8")).toBe("Total: 2,034.50");
});

it("variables and imports of one call in the next", async () => {
  await run("import math\nradius = 2");
  expect(await run("f'{math.pi * radius ** 2:.2f}'")).toBe("'12.57'");
});
