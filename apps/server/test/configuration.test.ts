// Settings and server entries, from the places where users have them to what a client sees.
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { connect, program, textOf } from "./fixtures/connect.ts";
import { createHostFolder } from "./fixtures/host-folder.ts";
import { runCommand } from "./fixtures/run-command.ts";
import { fixture } from "./fixtures/upstream-servers.ts";

const calendar = fixture("office-server", "calendar");
const listServers = "from mcp import runtime\nlist(runtime.discovered_servers())";

describe("servers", () => {
  it("come from the variable, the project, the user's file and Claude Desktop's, ours left out", async () => {
    const folder = await createHostFolder({ project: calendar });
    const config = (name: string, rest: object = {}): string =>
      JSON.stringify({ mcpServers: { [name]: calendar, ...rest } });
    await folder.write("home/.config/mcp-bridge/config.json", config("user"));
    // Under Linux, macOS and Windows, in that order.
    for (const place of [".config", "Library/Application Support", "AppData/Roaming"]) {
      await folder.write(
        `home/${place}/Claude/claude_desktop_config.json`,
        config("desktop", {
          "code-execution": { command: "npx", args: ["-y", "mcp-code-execution"] },
          itself: { command: process.execPath, args: [program] },
        }),
      );
    }
    await using connection = await connect({
      folder,
      environment: { MCP_BRIDGE_CONFIG: config("variable"), MCP_BRIDGE_LOG_LEVEL: "debug" },
    });
    const result = await connection.run(
      `${listServers}, len(await mcp_desktop.list_events(date="2025-01-15"))`,
    );
    expect(textOf(result)).toBe("(['variable', 'project', 'user', 'desktop'], 2)");
    expect(connection.stderr()).toContain(
      "code-execution is skipped: It would start this server again",
    );
    expect(connection.stderr()).toContain("itself is skipped: It would start this server again");
  });

  it("of which there are none: the first result says where was looked, and only that one", async () => {
    await using connection = await connect();
    const { home, project } = connection.folder;
    const first = await connection.run(listServers);
    expect(first.isError).toBe(false);
    const text = textOf(first);
    expect(text).toMatch(/^\[\]\n\[no MCP servers are configured; looked at: /);
    expect(text).toContain("MCP_BRIDGE_CONFIG");
    expect(text).toContain(join(project, "mcp_bridge_config.json"));
    expect(text).toContain(join(home, ".config", "mcp-bridge", "config.json"));
    expect(text).toContain("claude_desktop_config.json");
    expect(text).toContain("For the user: `npx mcp-code-execution init`");
    expect(textOf(await connection.run(listServers))).toBe("[]");
  });

  it("are not taken by a server that is itself upstream of one", async () => {
    await using connection = await connect({
      servers: { calendar },
      environment: { MCP_BRIDGE_NESTED: "1" },
    });
    const text = textOf(await connection.run(listServers));
    expect(text).toMatch(/^\[\]\n/);
    expect(text).toContain("MCP_BRIDGE_NESTED is set: this server was started as an upstream");
    expect(text).not.toContain("looked at: nothing");
  });

  it("that start this server in a way that cannot be told do not go in circles", async () => {
    // The command line does not show what it starts.
    const hidden = Buffer.from(program).toString("base64");
    const start = `import(require("url").pathToFileURL(Buffer.from("${hidden}", "base64").toString()))`;
    await using connection = await connect({
      servers: { ourselves: { command: process.execPath, args: ["-e", start] } },
    });
    const result = await connection.run("await mcp_ourselves.list_tools()");
    expect(textOf(result)).toBe("['run_python']");
    const inner = await connection.run(
      "await mcp_ourselves.run_python(code='from mcp import runtime; list(runtime.discovered_servers())')",
    );
    expect(result.isError).toBe(false);
    expect(textOf(inner)).toContain("'value': '[]'");
    expect(textOf(inner)).toContain("MCP_BRIDGE_NESTED");
  });
});

it("a file that is not JSON is named with the line in the first result, and no weaker one takes its place", async () => {
  const folder = await createHostFolder();
  const path = await folder.write(
    "project/mcp_bridge_config.json",
    '{\n  "servers": {\n    "calendar": { "command" "node" }\n  }\n}\n',
  );
  await folder.write(
    "home/.config/mcp-bridge/config.json",
    JSON.stringify({ servers: { calendar } }),
  );
  await using connection = await connect({ folder });
  const first = await connection.run(listServers);
  expect(textOf(first)).toMatch(/^\[\]\n\[configuration: /);
  expect(textOf(first)).toContain("No servers are taken from ");
  expect(textOf(first)).toContain(`In ${path} at line 3, column `);
  expect(textOf(await connection.run(listServers))).toBe("[]");
});

it("an entry that lacks a variable costs only itself, and the message says what to do", async () => {
  await using connection = await connect({
    servers: { calendar, github: { ...calendar, env: { TOKEN: "${NO_SUCH_TOKEN}" } } },
  });
  const text = textOf(await connection.run(listServers));
  expect(text).toMatch(/^\['calendar'\]\n\[configuration: /);
  expect(text).toContain(
    "servers.github.env.TOKEN needs the environment variable NO_SUCH_TOKEN, which is not set.",
  );
});

it("code that uses a server that is configured and not usable is told why, however it names it", async () => {
  const servers = {
    redis: calendar,
    "to-doist": { ...calendar, env: { TOKEN: "${NO_SUCH_TOKEN}", OTHER: "very secret" } },
    resting: { ...calendar, disabled: true },
    hidden: { ...calendar, command: 5 },
  };
  await using connection = await connect({
    environment: { MCP_BRIDGE_CONFIG: JSON.stringify({ servers }) },
  });
  const uses = [
    "mcp_servers['to-doist']",
    "mcp_servers['to_doist']",
    "mcp_servers.to_doist",
    "mcp_to_doist.list_tools",
    "mcp_to_doist_list",
    "to_doist.list",
    "import mcp_to_doist",
    "import to_doist",
    "import mcp.servers.to_doist",
    "from mcp import to_doist",
    "from mcp.servers import to_doist",
    "from mcp.servers.to_doist import list_tools",
    "await runtime.call_tool('to-doist', 'list', {})",
    "await runtime.query_tool_docs('to-doist')",
    "await runtime.search_tool_docs('list', server='to-doist')",
    "await runtime.list_resources('to-doist')",
  ];
  for (const use of uses) {
    const text = textOf(await connection.run(use));
    expect(text, use).toMatch(
      /[Tt]he server 'to-doist' is configured, but cannot be used: env\.TOKEN needs the environment variable NO_SUCH_TOKEN, which is not set/,
    );
    expect(text, use).not.toMatch(/Did you mean|redis|secret/);
  }
  expect(textOf(await connection.run("mcp_resting.x"))).toContain(
    "The server 'resting' is configured, but cannot be used: It is disabled in the configuration.",
  );
  const known = await connection.run(
    "print(list(mcp_servers), 'resting' in mcp_servers)\nmcp_servers['redi']",
  );
  expect(textOf(known)).toMatch(/^\['redis'\] False\n/);
  expect(textOf(known)).toContain(
    "there is no server 'redi'. Did you mean 'redis'? Servers: redis.",
  );
  const several = await connection.run("await runtime.query_tool_docs(list(mcp_servers))");
  expect(textOf(several)).toContain("for several, write `for server in mcp_servers:`");
  const host = await connection.run("mcp_servers['hidden']");
  expect(textOf(host)).toContain("cannot be used: command must be one text");
});

it.each([
  ["MCP_BRIDGE_RUNTIME", "vmware", /embedded/],
  ["MCP_BRIDGE_TIMEOUT", "soon", /seconds/],
  ["MCP_BRIDGE_OUTPUT_MODE", "yaml", /compact.*toon.*json/],
  ["MCP_BRIDGE_MEMORY_LIMIT", "much", /512m/],
])("%s=%s ends the start with 2 and a sentence on stderr", async (name, value, advice) => {
  await using folder = await createHostFolder();
  const result = await runCommand(folder, [], { environment: { [name]: value } });
  expect(result).toMatchObject({ code: 2, stdout: "" });
  expect(result.stderr).toMatch(/^mcp-code-execution: /);
  expect(result.stderr).toContain(name);
  expect(result.stderr).toMatch(advice);
  expect(result.stderr).not.toMatch(/^\s+at /m);
});
