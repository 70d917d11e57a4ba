// Saved tools, from one server's sandbox through the files of a folder to another server's sandbox.
import { appendFile, mkdir, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { createBridge, type Bridge } from "mcp-code-execution";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createHostFolder, type HostFolder } from "./fixtures/host-folder.ts";
import { runCommand } from "./fixtures/run-command.ts";
import { officialServer } from "./fixtures/upstream-servers.ts";

let host: HostFolder;
let folder: string;
let first: Bridge;
let second: Bridge;

beforeAll(async () => {
  host = await createHostFolder();
  folder = join(host.root, "data", "saved-tools");
  const options = { runtime: "embedded", savedToolsFolder: folder } as const;
  const memory = { MEMORY_FILE_PATH: join(host.root, "memory.jsonl") };
  const servers = {
    memory: { ...officialServer("memory"), env: memory },
    everything: officialServer("everything"),
  };
  first = createBridge({ ...options, servers });
  second = createBridge({ ...options, servers });
});
afterAll(async () => {
  await Promise.all([first.close(), second.close()]);
  await host[Symbol.asyncDispose]();
});

const run = async (bridge: Bridge, code: string): Promise<string | undefined> => {
  const report = await bridge.run(`from mcp import runtime\n${code}`);
  return report.error ? `${report.error.type}: ${report.error.message}` : report.value;
};
const save = (code: string, rest = ""): Promise<string | undefined> => {
  const [, name] = /def (\w+)/.exec(code) ?? [];
  return run(first, `${code}\nawait runtime.save_tool(${name}${rest})`);
};
const toolFile = (name: string): string => join(folder, `${name}.py`);

const described = (name: string): Promise<string | undefined> =>
  run(
    second,
    `[t['description'] for t in await runtime.list_saved_tools() if t['name'] == '${name}']`,
  );
const imported = (name: string): Promise<string | undefined> =>
  run(second, `from saved import ${name}`);

describe("the folder", () => {
  it("is not there before the first tool, and is for its owner alone", async () => {
    expect(await run(first, "await runtime.list_saved_tools()")).toBe("[]");
    await expect(stat(folder)).rejects.toThrow("ENOENT");
    await save("def early(): return 'first'");
    expect(await readdir(folder)).toEqual(["early.py"]);
    if (process.platform === "win32") return;
    expect((await stat(folder)).mode & 0o777).toBe(0o700);
    expect((await stat(toolFile("early"))).mode & 0o777).toBe(0o600);
  });

  it("holds each tool as a file that a person can read", async () => {
    await save("import math\ndef area(radius):\n    return math.pi * radius ** 2");
    expect(await readFile(toolFile("area"), "utf8")).toBe(
      "import math\n\ndef area(radius):\n    return math.pi * radius ** 2\n",
    );
  });

  it("cannot be left by a name", async () => {
    const ask = "from mcp import connection\nawait connection.request";
    expect(await run(first, `${ask}('saved.save', name='../out', source='')`)).toContain(
      "InvalidArgumentsError",
    );
    expect(await run(first, `${ask}('saved.remove', name='../../x')`)).toContain(
      "InvalidArgumentsError",
    );
    expect(await readdir(join(folder, ".."))).toEqual(["saved-tools"]);
  });

  it("that cannot be read is a notice, and code that needs no saved tool still runs", async () => {
    const inTheWay = await host.write("no-folder", "");
    await using bridge = createBridge({ runtime: "embedded", savedToolsFolder: inTheWay });
    const report = await bridge.run("1 + 1");
    expect(report).toMatchObject({ status: "ok", value: "2" });
    expect(report.notices?.join()).toMatch(/^the saved tools could not be read: .*ENOTDIR/);
    const refused = await run(bridge, "def f(): pass\nawait runtime.save_tool(f)");
    expect(refused).toMatch(/^SavedToolError: .*ENOTDIR/);
    expect(refused).not.toContain(host.root);
  });

  it("can be switched off", async () => {
    await using bridge = createBridge({ runtime: "embedded", savedToolsFolder: false });
    expect(await run(bridge, "def f(): pass\nawait runtime.save_tool(f)")).toContain(
      "SavedToolError: saved tools are switched off here",
    );
    expect(await run(bridge, "from saved import area")).toMatch(/^ImportError: .*None is saved/);
  });

  it("comes from the environment for the command, else it is the user's data folder", async () => {
    const script = await host.write(
      "script.py",
      "from mcp import runtime\ndef by_command(): return 'here'\nawait runtime.save_tool(by_command, overwrite=True)\nimport saved\nlist(dir(saved))",
    );
    const byDefault = await runCommand(host, ["run", script]);
    expect(byDefault.stdout).toContain("['by_command']");
    const saved = (await readdir(host.home, { recursive: true })).filter((path) =>
      path.endsWith("by_command.py"),
    );
    expect(saved).toHaveLength(1);
    expect(saved[0]).toMatch(/mcp-code-execution[\\/]saved-tools[\\/]by_command\.py$/);
    const set = await runCommand(host, ["run", script], {
      environment: { MCP_BRIDGE_SAVED_TOOLS: folder },
    });
    expect(set.stdout).toContain("'area', 'by_command'");
    expect(await run(first, "from saved import by_command\nby_command()")).toBe("'here'");
  });
});

describe("a tool", () => {
  it("that was saved by one server is there in another, while both run", async () => {
    expect(await run(second, "1")).toBe("1");
    await save("def shared(x): return x + 1");
    expect(await run(second, "from saved import shared\nshared(1)")).toBe("2");
    await save("def shared(x): return x + 100", ", overwrite=True");
    expect(await run(second, "from saved import shared\nshared(1)")).toBe("101");
    await run(second, "await runtime.remove_saved_tool('shared')");
    expect(await run(first, "from saved import shared")).toMatch(/^ImportError: there is no/);
  });

  it("calls upstream servers, several at once", async () => {
    await save(`import asyncio
async def remember(*names: str) -> list:
    """Notes people down and adds up numbers meanwhile."""
    note = mcp_memory.create_entities(
        entities=[{"name": name, "entityType": "person", "observations": []} for name in names])
    total, entities = await asyncio.gather(mcp_everything.get_sum(a=len(names), b=40), note)
    return total, [entity["name"] for entity in entities["entities"] if entity["name"] in names]`);
    expect(await run(second, "from saved import remember\nawait remember('Ada', 'Grace')")).toBe(
      "('The sum of 2 and 40 is 42.', ['Ada', 'Grace'])",
    );
    expect(await run(second, "await runtime.list_saved_tools()")).toContain(
      "async def remember(*names: str) -> list  # Notes people down and adds up numbers meanwhile.",
    );
  });

  it("says which server it needs where that is not configured", async () => {
    await using bridge = createBridge({ runtime: "embedded", savedToolsFolder: folder });
    expect(await run(bridge, "from saved import remember")).toMatch(
      /^SavedToolImportError: the saved tool 'remember' cannot be loaded: .*no server '(?:memory|everything)'/,
    );
  });

  it("keeps its name, in any case of letters, until it is overwritten", async () => {
    await save("def taken(): return 1");
    const clash = await save("def taken(): return 2");
    expect(clash).toBe(
      "SavedToolError: there is a saved tool 'taken' already: replace it with overwrite=True, or choose another with name=...",
    );
    expect(await save("def Taken(): return 3", ", overwrite=True")).toContain(
      "'taken' already, and some file systems cannot tell it from 'Taken'",
    );
    expect(await run(second, "from saved import taken\ntaken()")).toBe("1");
    await save("def taken(): return 2", ", overwrite=True");
    expect(await run(second, "from saved import taken\ntaken()")).toBe("2");
  });

  it("of a name that several save at the same moment is one's, and an error for the others", async () => {
    const race = `def raced(): pass
results = await asyncio.gather(*[runtime.save_tool(raced) for _ in range(2)], return_exceptions=True)
' '.join(type(result).__name__ for result in results)`;
    const outcomes = await Promise.all([run(first, race), run(second, race)]);
    expect(outcomes.join(" ").match(/\w+/g)?.toSorted()).toEqual([
      ...Array(3).fill("SavedToolError"),
      "dict",
    ]);
    expect((await readdir(folder)).filter((name) => name.includes("raced"))).toEqual(["raced.py"]);
  });

  it("that leans on its session is refused with the names, and nothing is written", async () => {
    expect(
      await save("RATE = 2\ndef helper(x): return x\ndef leans(x): return helper(x) * RATE"),
    ).not.toContain("Error");
    expect(await run(first, "await runtime.save_tool(leans)")).toBe(
      "SavedToolError: leans cannot be saved: it uses RATE and helper of this session, which other sessions do not have: " +
        "define it inside the function, pass it as an argument, or save it as a tool of its own and use `from saved import ...`",
    );
    expect(await readdir(folder)).not.toContain("leans.py");
  });

  it("that is removed is gone, and an unknown one is an error", async () => {
    await save("def short_lived(): pass");
    await run(first, "await runtime.remove_saved_tool('short_lived')");
    expect(await readdir(folder)).not.toContain("short_lived.py");
    expect(await run(first, "await runtime.remove_saved_tool('short_lived')")).toBe(
      "SavedToolError: there is no saved tool 'short_lived': runtime.list_saved_tools() lists those that there are",
    );
  });
});

describe("a file that a person has touched", () => {
  it("is read again", async () => {
    await save("def edited(): return 'old'");
    expect(await run(second, "from saved import edited\nedited()")).toBe("'old'");
    await writeFile(toolFile("edited"), "def edited(): return 'new'\n");
    expect(await run(second, "from saved import edited\nedited()")).toBe("'new'");
  });

  it("is broken for those who import it, and for nobody else", async () => {
    await save("def spoilt(): pass");
    await appendFile(toolFile("spoilt"), "def (\n");
    await writeFile(toolFile("empty"), "");
    await writeFile(toolFile("binary"), Buffer.from([0xff, 0xfe, 0x00]));
    await writeFile(toolFile("long"), `def long(): pass\n${"#".repeat(100_000)}`);
    await mkdir(toolFile("folder"));
    await writeFile(toolFile("no-name"), "def no_name(): pass");
    for (const [name, why] of [
      ["spoilt", "SyntaxError"],
      ["empty", "its source defines no function 'empty'"],
      ["binary", "its file is not UTF-8 text"],
      ["long", "its file is longer than 100000 bytes"],
      ["folder", "it is no file"],
    ] as const) {
      expect(await described(name), name).toContain(`broken: ${why}`);
      expect(await imported(name), name).toMatch(
        new RegExp(`^SavedToolImportError: the saved tool '${name}' cannot be loaded: ${why}`),
      );
    }
    expect(await described("no-name")).toContain("rename the file");
    expect(await run(second, "from saved import area\nround(area(1), 2)")).toBe("3.14");
  });

  it("can be replaced by saving anew, or removed", async () => {
    await save("def spoilt(): return 'whole'", ", overwrite=True");
    expect(await run(second, "from saved import spoilt\nspoilt()")).toBe("'whole'");
    await run(second, "await runtime.remove_saved_tool('empty')");
    expect(await readdir(folder)).not.toContain("empty.py");
  });
});

it("beyond a thousand, tools are refused by name and not left out", async () => {
  await Promise.all(
    Array.from({ length: 1_000 }, (_, index) =>
      writeFile(toolFile(`many_${index}`), `def many_${index}(): return ${index}\n`),
    ),
  );
  expect(await save("def one_more(): pass")).toMatch(/^SavedToolError: .*no room for more/);
  expect(await run(second, "from saved import many_1\nmany_1()")).toBe("1");
  expect(await run(second, "from saved import taken")).toContain("there are too many saved tools");
  await rm(folder, { recursive: true });
  expect(await run(second, "await runtime.list_saved_tools()")).toBe("[]");
});
