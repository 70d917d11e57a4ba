// What servers write to our log, which a person's terminal shows.
import { expect } from "vitest";
import { logLine } from "../../src/terminal/log-line.ts";
import { defineCase } from "./hostile-case.ts";

defineCase(
  "host",
  {
    id: "8.terminal-log",
    name: "terminal control in what a server writes to stderr",
    protection: "it stands in the log as escapes",
    checked: "mutation",
  },
  async () => {
    const control = "\u001B]0;title\u0007\u001B[2J\u009B31m\u202E\r";
    const shown = logLine(`spy: ${control}\tend`);
    // oxlint-disable-next-line no-control-regex
    expect(shown).not.toMatch(/[\u0000-\u0008\u000B-\u001F\u007F-\u009F\u202E]/);
    expect(shown).toContain(String.raw`\u001b]0;title\u0007`);
    expect(shown).toContain("\tend");
    expect(logLine("äöü → ok\nsecond")).toBe("mcp-code-execution: äöü → ok\nsecond");
  },
);
