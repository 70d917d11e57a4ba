// What the command line shows of files that may come from a cloned repository, before a person decides about them.
import { expect } from "vitest";
import { printReport } from "../../src/commands/doctor/print-report.ts";
import { showDiff } from "../../src/commands/init/show-diff.ts";
import { paintFor } from "../../src/terminal/paint.ts";
import { defineCase } from "./hostile-case.ts";

const control = "\u001B]0;title\u0007\u001B[2J\u001B[1A\u009B8m\u007F\u202E\r";
const obeyed = /(?!\n)[\p{Cc}\u202E]/u;
const paint = paintFor({});

defineCase(
  "host",
  {
    id: "8.terminal-commands",
    name: "terminal control, and lines like ours, in names of servers that doctor shows",
    protection: "they stand there as escapes",
    checked: "mutation",
  },
  async () => {
    const name = `evil${control}\n  ✓ good  3 tools`;
    const source = `/work/${control}/mcp_bridge_config.json`;
    const report = printReport(
      {
        version: "1.0.0",
        node: "v20.19.0",
        platform: "linux x64",
        runtime: {
          asked: "embedded",
          limits: { memoryBytes: 1, pids: 1, timeoutSeconds: 1 },
          runtimes: [],
        },
        sources: [
          {
            kind: "working-directory",
            label: source,
            path: source,
            status: "read",
            servers: [name],
            shadowed: [name],
          },
        ],
        servers: [{ name, alias: "evil", source, status: "ready", durationMs: 1, tools: 1 }],
        shadowed: [{ name, source, by: source }],
        skipped: [{ name, source, reason: "It is disabled." }],
        problems: [`Server "${name}" did not start.`],
      },
      paint,
    );
    expect(report).not.toMatch(obeyed);
    expect(report.split("\n").filter((line) => line.startsWith("  ✓ good"))).toEqual([]);
    expect(report.match(/evil\\u001b\]0;title/g)).toHaveLength(5);
  },
);

for (const { format, key, before } of [
  {
    format: "json",
    key: "mcpServers",
    before: `{\n  // ${control}\n  "mcpServers": {\n    "evil\u009B2K": {"command": "sh"} // ${control}\n  }\n}\n`,
  },
  {
    format: "toml",
    key: "mcp_servers",
    before: `# \u009B2K\u202E\r\n[mcp_servers.evil]\r\ncommand = "sh" # \u009B1A\u009B2K\r\n`,
  },
] as const) {
  defineCase(
    "host",
    {
      id: "8.terminal-commands",
      name: `terminal control in a ${format.toUpperCase()} file whose change init shows`,
      protection: "it stands there as escapes",
      checked: "mutation",
    },
    async () => {
      const path = `/work/${control}/config.${format}`;
      const shown = showDiff(
        { path, title: "a client", format, key, before, after: "", moved: [] },
        paint,
      );
      expect(shown).not.toMatch(obeyed);
      expect(shown).toMatch(/^-.*"?sh"/m);
      expect(shown).toContain(String.raw`\u009b2K`);
    },
  );
}
