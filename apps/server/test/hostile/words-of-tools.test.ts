// What the tools of a server say, all of which the search would read.
import { createRegistry } from "@mcp-code-execution/mcp-proxy-registry";
import { expect } from "vitest";
import { callContext } from "../../src/commands/tools/call-context.ts";
import { createToolHost } from "../../src/tool-host/create-tool-host.ts";
import { fixture } from "../fixtures/upstream-servers.ts";
import { defineCase } from "./hostile-case.ts";

defineCase(
  "host",
  {
    id: "4.words-of-tools",
    name: "a server whose tools have millions of words in the descriptions of their parameters",
    protection: "the search reads a bounded part of what a server says",
    checked: "mutation",
  },
  async () => {
    await using registry = createRegistry({ wordy: fixture("wordy-tools-server") });
    const host = createToolHost(registry);
    await registry.listTools("wordy");
    const context = callContext(new AbortController().signal, () => {});
    const before = process.cpuUsage();
    const ask = {
      query: "operation 4999",
      limit: 5,
      server: undefined,
      detail: "summary" as const,
    };
    const hits = await host.searchTools(ask, context);
    const { user, system } = process.cpuUsage(before);
    expect((user + system) / 1000).toBeLessThan(3_000);
    expect(hits).toContainEqual(expect.objectContaining({ tool: "operation_4999" }));
  },
);
