// Upstream servers that do not start: what others get, what is said of them, and to whom.
import { afterAll, beforeAll, expect, it } from "vitest";
import { connect, textOf, type Connection } from "./fixtures/connect.ts";
import { fixture, officialServer } from "./fixtures/upstream-servers.ts";

const secret = "s3cret-of-the-host";
// As a file has it: seconds.
const silent = {
  command: process.execPath,
  args: ["-e", "process.stdin.resume()"],
  startupTimeout: 2,
};
let connection: Connection;

beforeAll(async () => {
  connection = await connect({
    servers: {
      everything: officialServer("everything"),
      crashing: { ...fixture("crash-at-start", "--verbose"), env: { API_TOKEN: secret } },
      missing: { command: "/no/such/program", args: [`--token=${secret}`] },
      silent,
    },
  });
});
afterAll(() => connection?.[Symbol.asyncDispose]());

it("cost nobody else's results and are named in notices", async () => {
  const result = await connection.run(`
from mcp import runtime
hits = await runtime.search_tool_docs("add two numbers", limit=1)
await mcp_servers[hits[0]["server"]].call_tool(hits[0]["tool"], {"a": 1, "b": 2})`);
  expect(result.isError, textOf(result)).toBe(false);
  expect(result.structuredContent).toMatchObject({ value: "'The sum of 1 and 2 is 3.'" });
  const notices = result.structuredContent?.["notices"] as string[];
  expect(notices).toHaveLength(3);
  for (const name of ["crashing", "missing", "silent"]) {
    expect(textOf(result)).toContain(`[the tools of ${name} were not searched: `);
  }
  expect(textOf(result)).toContain("its process exited with code 3");
  expect(textOf(result)).toContain("was not found");
  expect(textOf(result)).toContain("did not answer within 2 s");
});

it("raise an error that says why, of which the rest of the code can go on", async () => {
  const result = await connection.run(`
from mcp import ServerUnavailableError
try: await mcp_crashing.anything()
except ServerUnavailableError as e: print(e.server, "|", e)
await mcp_everything.echo(message="on")`);
  expect(textOf(result)).toMatch(
    /^crashing \| Server "crashing" did not start: its process exited with code 3/,
  );
  expect(result.structuredContent).toMatchObject({ status: "ok", value: "'Echo: on'" });
});

it("are told of to whoever reads the result: their last words, and what to try by hand", async () => {
  const result = await connection.run(`
try: await mcp_crashing.anything()
except Exception: pass`);
  const text = textOf(result);
  expect(text).toContain("cannot log in with ***");
  expect(text).toContain(`To try it by hand: ${process.execPath} `);
  expect(text).not.toContain(secret);
});

it("show user code nothing of how servers are run", async () => {
  const result = await connection.run(`
import os, sys
from mcp import runtime, ServerUnavailableError
seen = [repr(dict(os.environ)), repr(sys.argv), repr(await runtime.discovered_servers(detailed=True)), repr(vars(mcp_crashing))]
for name in ("crashing", "missing"):
    for ask in (lambda: mcp_servers[name].call_tool("anything"), lambda: runtime.query_tool_docs(name), lambda: runtime.list_tools(name)):
        try: await ask()
        except ServerUnavailableError as e: seen.append(str(e) + repr(vars(e)))
print(*seen)
len(seen)`);
  const facts = result.structuredContent as { stdout: string; value: string };
  expect(facts.value).toBe("10");
  expect(facts.stdout).not.toContain(secret);
  expect(facts.stdout).not.toContain("crash-at-start");
  expect(facts.stdout).not.toContain("--verbose");
  expect(facts.stdout).not.toContain(process.execPath);
  expect(facts.stdout).not.toContain(connection.folder.root);
});

it("are told of in the log with their last words, without secrets", async () => {
  await expect.poll(() => connection.stderr()).toContain("crashing: cannot log in with");
  expect(connection.stderr()).not.toContain(secret);
});

it("hold up a search for ten seconds and no longer, however long they may start", async () => {
  await using patient = await connect({
    servers: {
      everything: officialServer("everything"),
      silent: { command: process.execPath, args: ["-e", "process.stdin.resume()"] },
    },
  });
  const result = await patient.run(
    `from mcp import runtime\n(await runtime.search_tool_docs("echo", limit=1))[0]["tool"]`,
  );
  expect(result.structuredContent).toMatchObject({ value: "'echo'" });
  expect(textOf(result)).toContain(
    "[the tools of silent were not searched: it is still starting; search again later]",
  );
});
