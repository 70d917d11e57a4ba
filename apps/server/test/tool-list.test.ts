import { encode } from "gpt-tokenizer/encoding/o200k_base";
import { expect, it } from "vitest";
import { connect, textOf, type ConnectOptions } from "./fixtures/connect.ts";
import { fixture, officialServer } from "./fixtures/upstream-servers.ts";

const three: ConnectOptions["servers"] = {
  everything: officialServer("everything"),
  calendar: fixture("office-server", "calendar"),
  weather: fixture("office-server", "weather"),
};

it("is one tool of at most 200 tokens, the same with none, three and a thousand tools behind it", async () => {
  const lists = [await toolList({}), await toolList(three)];
  await using connection = await connect({ servers: { many: fixture("many-tools-server") } });
  const known = await connection.run(
    "from mcp import runtime\nlen(await runtime.query_tool_docs('many')), (await runtime.search_tool_docs('operation 999', limit=1))[0]['server']",
  );
  expect(textOf(known)).toBe("(1000, 'many')");
  lists.push(JSON.stringify((await connection.client.listTools()).tools));
  const docs = textOf(await connection.run("await runtime.query_tool_docs('many')"));
  expect(docs).toMatch(
    /^1000 tools of many; .*\noperation_0\(record: str = None\) Performs operation 0 on a record/,
  );
  expect(docs).toMatch(
    /\d{3} more: operation_\d+, .*, …\nFind one by what it does: await runtime.search_tool_docs\("…", server="many"\)$/,
  );
  expect(docs.length).toBeLessThan(17_000);

  expect(new Set(lists).size).toBe(1);
  const [list = ""] = lists;
  expect(JSON.parse(list)).toMatchObject([{ name: "run_python" }]);
  expect(JSON.parse(list)).toHaveLength(1);
  expect(encode(list).length).toBeLessThanOrEqual(200);
});

async function toolList(servers: ConnectOptions["servers"]): Promise<string> {
  await using connection = await connect({ servers });
  return JSON.stringify((await connection.client.listTools()).tools);
}
