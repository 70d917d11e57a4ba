// What a server offers beside tools: code reaches it as much by that as by a call.
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createBridge, type BridgeOptions } from "mcp-code-execution";
import { expect } from "vitest";
import { officialServer } from "../fixtures/upstream-servers.ts";
import { defineCase } from "./hostile-case.ts";

const code = `
from mcp import runtime
uri = "demo://resource/dynamic/text/1"
ways = {
    "read": lambda: runtime.read_resource("everything", uri),
    "read more": lambda: mcp_everything.read_resource(uri),
    "prompt": lambda: runtime.get_prompt("everything", "args-prompt", {"city": "Oslo"}),
    "list": lambda: runtime.list_resources("everything"),
    "templates": lambda: runtime.list_resource_templates("everything"),
    "prompts": lambda: runtime.list_prompts("everything"),
}
seen = {}
for name, way in ways.items():
    try:
        await way()
        seen[name] = "done"
    except Exception as error:
        seen[name] = error.code
seen
`;

type Rules = NonNullable<NonNullable<BridgeOptions["servers"]>[string]["tools"]>;

/** What came of each way, and what a person was asked. */
async function outcome(
  rules: Rules,
  options: Partial<BridgeOptions> = {},
): Promise<{ seen: Record<string, string>; asked: unknown[] }> {
  const asked: unknown[] = [];
  const bridge = createBridge({
    runtime: "embedded",
    savedToolsFolder: false,
    servers: { everything: { ...officialServer("everything"), tools: rules } },
    approve: async ({ tool, arguments: args }) => {
      asked.push([tool, args]);
      return "no";
    },
    ...options,
  });
  try {
    const { value = "", error } = await bridge.run(code);
    expect(error).toBeUndefined();
    return { seen: JSON.parse(value.replaceAll("'", '"')) as Record<string, string>, asked };
  } finally {
    await bridge.close();
  }
}

const everyWay = ["read", "read more", "prompt", "list", "templates", "prompts"];
const all = (word: string): object => Object.fromEntries(everyWay.map((way) => [way, word]));

defineCase(
  "embedded",
  {
    id: "6.beside-tools",
    name: "resources and prompts of a server whose tools are denied, asked about or counted",
    protection: "they go through the gate of calls, under the names of MCP's requests",
    checked: "mutation",
  },
  async () => {
    const { seen: denied } = await outcome({ deny: ["*"] });
    expect(denied).toEqual(all("tool-denied"));
    const { seen: unlisted } = await outcome({ allow: ["echo", "prompts/get"] });
    expect(unlisted).toMatchObject({ read: "tool-denied", list: "tool-denied", prompt: "done" });
    const folder = await mkdtemp(join(tmpdir(), "beside-tools-"));
    try {
      const path = join(folder, "audit.jsonl");
      const { seen, asked } = await outcome({}, { ask: "always", auditLog: { path } });
      expect(seen).toEqual({
        ...all("done"),
        read: "call-refused",
        "read more": "call-refused",
        prompt: "call-refused",
      });
      const uri = "demo://resource/dynamic/text/1";
      const filled = { name: "args-prompt", arguments: { city: "Oslo" } };
      expect(asked).toEqual([
        ["resources/read", { uri }],
        ["resources/read", { uri }],
        ["prompts/get", filled],
      ]);
      const lines = (await readFile(path, "utf8")).trimEnd().split("\n");
      const tools = lines.map((line) => (JSON.parse(line) as { tool?: string }).tool);
      expect(tools.filter(Boolean)).toEqual(["resources/read", "resources/read", "prompts/get"]);
    } finally {
      await rm(folder, { recursive: true });
    }
    const { seen: counted } = await outcome({}, { maxToolCalls: 1 });
    expect(counted).toEqual({ ...all("done"), "read more": "call-limit", prompt: "call-limit" });
  },
);
