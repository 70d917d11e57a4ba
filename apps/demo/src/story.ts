import { bookingCount, totalTakings } from "./sample-files.ts";

/** One call of run_python, and how it must end for the demo to be true. */
export interface Step {
  title: string;
  code: string;
  expect: {
    status: "ok" | "error";
    /** Each of these is in what the model gets back. */
    says: readonly string[];
  };
}

/** What an agent does that is asked: "How did the shops do in March?" Each piece builds on what came back before. */
export const story: readonly Step[] = [
  {
    title: "Find out which servers there are, and which tools fit the task.",
    code: `
from mcp import runtime
print(await runtime.discovered_servers())
for task in ["list a folder", "write a file", "create an entity in memory", "weather of a city"]:
    for hit in await runtime.search_tool_docs(task, limit=1):
        print(f"{task}: {hit['server']}.{hit['signature']}")`,
    expect: {
      status: "ok",
      says: ["list_directory(", "write_file(", "create_entities(", "get_structured_content("],
    },
  },
  {
    title: "The signature of create_entities leaves a question open: read its schema.",
    code: `
doc = await runtime.query_tool_docs("memory", "create_entities")
doc["inputSchema"]["properties"]["entities"]["items"]["properties"]`,
    expect: { status: "ok", says: ["entityType", "observations"] },
  },
  {
    title: "Look at the files: all of the notes, but of a table only its head.",
    code: `
print(await mcp_filesystem.read_text_file(path="notes.md"))
print(await mcp_filesystem.list_directory(path="bookings"))
print(await mcp_filesystem.read_text_file(path="bookings/Chicago.csv", head=3))`,
    expect: { status: "ok", says: ["Targets for March", "New York.csv", "date,bike,hours,price"] },
  },
  {
    title: "Read all tables at once and compute. Their rows never reach the model.",
    code: `
import asyncio, csv, io, statistics
targets = {"Chicago": 9000, "Los Angeles": 11000, "New York": 14000}

async def read_amounts(city):
    text = await mcp_filesystem.read_text_file(path=f"bookings/{city}.csv")
    rows = csv.DictReader(io.StringIO(text))
    return [float(row["hours"]) * float(row["price"]) for row in rows]

amounts = dict(zip(targets, await asyncio.gather(*map(read_amounts, targets))))
for city, each in amounts.items():
    print(f"{city}: {len(each)} bookings, median {statistics.median(each)}, "
          f"sum {sum(each):,.2f}, {sum(each) / targets[city]:.0%} of the target")`,
    expect: { status: "ok", says: ["Chicago: ", "Los Angeles: ", "New York: "] },
  },
  {
    title: "Ask another server for the weather, with a slip in an argument's name.",
    code: `
calls = [mcp_everything.get_structured_content(locaton=city) for city in targets]
weather = await asyncio.gather(*calls)`,
    expect: { status: "error", says: ['did you mean "location"?', "get_structured_content("] },
  },
  {
    title: "The message says how to fix it, and nothing was lost. Once more, in order.",
    code: `
calls = [mcp_everything.get_structured_content(location=city) for city in targets]
weather = {city: w["conditions"] for city, w in zip(targets, await asyncio.gather(*calls))}
weather`,
    expect: { status: "ok", says: ["Chicago", "Los Angeles", "New York"] },
  },
  {
    title: "Write the report with one server, and remember the result with another.",
    code: `
lines = [f"- {city}: {sum(amounts[city]):,.2f}, target {targets[city]:,}, today {weather[city]}"
         for city in targets]
total = f"Total: {sum(map(sum, amounts.values())):,.2f}"
report = "\\n".join(["# Takings in March", "", *lines, "", total, ""])
print(await mcp_filesystem.write_file(path="report.md", content=report))
month = {"name": "March", "entityType": "month", "observations": [total]}
await mcp_memory.create_entities(entities=[month])`,
    expect: { status: "ok", says: ["report.md", `Total: ${totalTakings}`] },
  },
  {
    title: "The next run finds its variables again, and what was remembered.",
    code: `
found = await mcp_memory.search_nodes(query="March")
print("remembered:", found["entities"][0]["observations"])
print("still in the variable:", sum(map(len, amounts.values())), "bookings")`,
    expect: { status: "ok", says: [`['Total: ${totalTakings}']`, `${bookingCount} bookings`] },
  },
];
