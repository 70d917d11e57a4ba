// What else goes on while the search reads thousands of tools for the first time.
import { setImmediate as nextTurn } from "node:timers/promises";
import { createRegistry } from "@mcp-code-execution/mcp-proxy-registry";
import { expect, test } from "vitest";
import { callContext } from "../src/commands/tools/call-context.ts";
import { createToolHost } from "../src/tool-host/create-tool-host.ts";
import { fixture } from "./fixtures/upstream-servers.ts";

test("a search that reads thousands of tools gives way to others, and searches at once wait for each other", async () => {
  await using registry = createRegistry({ wordy: fixture("wordy-tools-server") });
  const host = createToolHost(registry);
  const context = callContext(new AbortController().signal, () => {});
  const ask = (query: string) =>
    host.searchTools({ query, limit: 5, server: undefined, detail: "summary" }, context);
  await registry.listTools("wordy");
  // To load the search takes turns too.
  await import("@mcp-code-execution/tool-search");
  const progress = { done: 0, turns: 0 };
  const searches = ["operation 4999", "operation 17"].map(async (query) => {
    const hits = await ask(query);
    progress.done++;
    return hits;
  });
  for (await nextTurn(); progress.done === 0; await nextTurn()) progress.turns++;
  const [last, early] = await Promise.all(searches);
  expect(last).toContainEqual(expect.objectContaining({ tool: "operation_4999" }));
  expect(early).toContainEqual(expect.objectContaining({ tool: "operation_17" }));
  expect(progress.turns).toBeGreaterThan(20);
});
