// What is nested deeper than a stack holds: an error of the run, as in any Python, and never the end of its session.
import { createSandboxRuntime, type SandboxRuntime } from "@mcp-code-execution/sandbox-runtime";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createRecordingHost } from "../recording-host.ts";
import { hostile, type HostileCase } from "./hostile-case.ts";

const deep = 100_000;
/** As deep as JSON of a few megabytes can be. */
const deeper = 1_000_000;

const source: HostileCase = {
  id: "4.nested-source",
  name: "code that is nested a hundred thousand levels deep",
  protection: "a stack that has room for it, and the interpreter's own bound within it",
  checked: "mutation",
};
const values: HostileCase = {
  id: "4.nested-values",
  name: "values and JSON that are nested up to a million levels deep",
  protection: "a stack that has room for it, and the interpreter's own bound within it",
  checked: "mutation",
};
const saved: HostileCase = {
  id: "4.nested-saved",
  name: "a saved tool whose source is nested deeper than can be read",
  protection: "it is an error where it is imported, is listed as broken, and can be removed",
  checked: "mutation",
};

const sources: Record<string, string> = {
  "parentheses that do not close": "(".repeat(deep),
  parentheses: `${"(".repeat(deep)}1${")".repeat(deep)}`,
  sums: `1${"+1".repeat(deep)}`,
  attributes: `x${".x".repeat(deep)}`,
  calls: `f${"()".repeat(deep)}`,
  subscripts: `f${"[0]".repeat(deep)}`,
  negations: `${"not ".repeat(deep)}1`,
  functions: `${"lambda:".repeat(deep)}1`,
  branches: `if 0: pass\n${"elif 0: pass\n".repeat(deep / 2)}`,
};

const list = `
value = []
for _ in range(${deep}): value = [value]
`;
/** Python that ends in `ok` or an error of Python's. */
const work: Record<string, string> = {
  "JSON lists": `json.loads("[" * ${deeper} + "]" * ${deeper})`,
  "JSON objects": `json.loads('{"a":' * ${deeper} + "1" + "}" * ${deeper})`,
  "a list as JSON": `${list}json.dumps(value)`,
  "a list as text": `${list}repr(value)`,
  "a list as the value of a run": `${list}value`,
  "a list as an argument": `${list}await mcp_echo_server.echo(value=value)`,
  "a list, pickled": `${list}import pickle\npickle.dumps(value)`,
  "lists, compared": `${list}first = value\n${list}first == value`,
  "functions that C code calls": `
import sys
sys.setrecursionlimit(${deeper})
def again(n): return list(map(again, [n + 1]))
again(0)`,
  "code of code": `exec("1" + "+1" * ${deep})`,
};

describe("an embedded sandbox, given what is nested", () => {
  let runtime: SandboxRuntime;
  const host = createRecordingHost();
  const names = new Map<string, string>();
  beforeAll(async () => {
    host.savedTools = {
      list: async () => [...names].map(([name, text]) => ({ name, source: text })),
      save: async (tool) => void names.set(tool.name, tool.source),
      remove: async (name) => void names.delete(name),
    };
    runtime = await createSandboxRuntime({ runtime: "embedded", host });
    await runtime.run("state = 'kept'");
  });
  afterAll(() => runtime.close());

  async function survives(code: string): Promise<void> {
    const outcome = await runtime.run(code);
    if (outcome.status === "error") {
      expect(outcome.error?.type).toMatch(
        /^(RecursionError|MemoryError|SyntaxError|NameError|InvalidArgumentsError|TypeError|ToolCallError)$/,
      );
    }
    expect((await runtime.run("state")).value).toBe("'kept'");
  }

  it.each(Object.entries(sources))(
    `[${source.id}] ${source.name}: %s`,
    hostile("embedded", source),
    (_, code) => survives(code),
  );

  it.each(Object.entries(work))(
    `[${values.id}] ${values.name}: %s`,
    hostile("embedded", values),
    (_, code) => survives(code),
  );

  it(`[${values.id}] ${values.name}: a tool's answer`, hostile("embedded", values), () =>
    survives(`type(await mcp_echo_server.json(text="[" * ${deeper} + "]" * ${deeper})).__name__`),
  );

  it(`[${saved.id}] ${saved.name}`, hostile("embedded", saved), async () => {
    names.set("brackets", `def brackets():\n    return ${"(".repeat(49_000)}`);
    names.set("sums", `def sums():\n    return 1${"+1".repeat(49_000)}`);
    names.set("negations", `def negations():\n    return ${"not ".repeat(24_000)}1`);
    names.set("fallback", `def fallback(a=${"-".repeat(3_000)}1):\n    return a`);
    names.set("right", "def right():\n    return 'right'");
    try {
      for (const name of ["brackets", "negations"]) {
        const outcome = await runtime.run(`from saved import ${name}`);
        expect(outcome.error?.message).toContain(`the saved tool '${name}' cannot be loaded`);
      }
      await runtime.run("from saved import sums");
      await runtime.run("from saved import fallback");
      const listed = await runtime.run(
        "from mcp import runtime\ntools = await runtime.list_saved_tools()\n[t['name'] for t in tools if t['description'].startswith('broken')]",
      );
      expect(listed.error).toBe(undefined);
      expect(listed.value).toMatch(/'brackets'.*'negations'/);
      expect((await runtime.run("from saved import right\nright(), state")).value).toBe(
        "('right', 'kept')",
      );
      await runtime.run("for tool in tools: await runtime.remove_saved_tool(tool['name'])");
      expect([...names.keys()]).toEqual([]);
    } finally {
      names.clear();
    }
  });
});
