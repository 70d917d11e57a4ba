// What servers write to our log, which a person's terminal shows.
import { Server } from "@modelcontextprotocol/sdk/server/index.js";
import { expect } from "vitest";
import type { ClientLink } from "../../src/client/client-link.ts";
import { createClientLog, type ClientLog } from "../../src/client/client-log.ts";
import { logLine } from "../../src/terminal/log-line.ts";
import { defineCase } from "./hostile-case.ts";

/** A client's log, of which `told` gets each message. */
function logTo(told: unknown[]): ClientLog {
  const server = new Server(
    { name: "test", version: "1" },
    { capabilities: { logging: {}, tools: {} } },
  );
  return createClientLog(server, { tell: (message) => void told.push(message) } as ClientLink);
}

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

defineCase(
  "host",
  {
    id: "8.terminal-log",
    name: "terminal control in log messages of servers, which a client shows",
    protection: "it stands in the message as escapes",
    checked: "mutation",
  },
  async () => {
    const told: unknown[] = [];
    const log = logTo(told);
    const control = "\u001B]0;title\u0007\u001B[2J\u009B31m";
    log({ level: "info", logger: `spy${control}`, data: `first\n${control}` });
    log({ level: "info", logger: "spy", data: control.repeat(10_000) });
    const structured = {
      event: control,
      [control]: [{ count: 1, text: `ok ${control}` }],
      none: null,
    };
    log({ level: "info", logger: "spy", data: structured });
    const said = told.map((message) => JSON.stringify(message));
    expect(said).toHaveLength(3);
    for (const text of said) {
      JSON.parse(text, (key, value) => {
        for (const shown of [key, value]) expect(String(shown)).not.toMatch(/(?!\n)\p{Cc}/u);
        return value;
      });
    }
    expect(said[0]).toContain("first");
    expect(told[2]).toMatchObject({
      params: { data: { none: null, event: expect.stringMatching(/^\\u001b\]0;title/) } },
    });
  },
);

defineCase(
  "host",
  {
    id: "4.long-texts",
    name: "log messages of servers with millions of characters that do not show, or of values",
    protection: "what is too long to be shown is cut before it is read for them",
    checked: "mutation",
  },
  async () => {
    const told: unknown[] = [];
    const log = logTo(told);
    const values = Object.fromEntries(
      Array.from({ length: 200_000 }, (_, index) => [`key ${index}`, "\u200B"]),
    );
    const began = process.cpuUsage();
    for (const data of [["\u200B".repeat(10_000_000)], ["\n".repeat(10_000_000)], values]) {
      log({ level: "info", logger: "spy", data });
    }
    const { user, system } = process.cpuUsage(began);
    expect((user + system) / 1000).toBeLessThan(2_000);
    const said = told.map((message) => JSON.stringify(message));
    expect(said).toHaveLength(3);
    for (const text of said) {
      expect(text.length).toBeLessThan(200_000);
      expect(text).toMatch(/ more characters/);
      expect(text).not.toContain("\u200B");
    }
  },
);
