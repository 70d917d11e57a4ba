import type { CatalogTool, Registry, ToolsListener } from "@mcp-code-execution/mcp-proxy-registry";
import { expect, it } from "vitest";
import { followTools } from "./follow-tools.ts";

/** So many tools that reading them takes several turns. */
function toolsOf(count: number): CatalogTool[] {
  const words = "flour sugar salt ".repeat(40);
  return Array.from({ length: count }, (_, number) => ({
    server: "s",
    name: `bread_${number}`,
    alias: `bread_${number}`,
    description: `Bakes bread number ${number}. ${words}`,
    inputSchema: {},
    signature: "",
  }));
}

function follow(): { tell: ToolsListener; find(): Promise<number> } {
  let tell: ToolsListener | undefined;
  const registry = {
    onToolsChanged(listener: ToolsListener) {
      tell = listener;
      return () => {};
    },
    resolveServer: () => ({}),
  };
  const followed = followTools(registry as unknown as Registry);
  return {
    tell: (server, tools) => tell?.(server, tools),
    find: async () => (await followed.search("bakes bread", {})).length,
  };
}

it("finds a server's tools also where they change while they are read, and somebody else searches", async () => {
  const { tell, find } = follow();
  await find();
  tell("s", toolsOf(2_000));
  const found = [find()];
  for (let change = 0; change < 3; change += 1) {
    await new Promise((resolve) => setTimeout(resolve, 10));
    tell("s", toolsOf(2_001 + change));
    found.push(find());
  }
  expect(await Promise.all(found)).toEqual([5, 5, 5, 5]);
  tell("s", undefined);
  expect(await find()).toBe(0);
});
