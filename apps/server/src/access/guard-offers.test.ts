import type { Registry } from "@mcp-code-execution/mcp-proxy-registry";
import { describe, expect, it } from "vitest";
import { createCallBudget } from "./call-budget.ts";
import { guardOffers } from "./guard-offers.ts";
import type { Verdict } from "./judge-tool.ts";

/** What is asked of a server that is being started, and whose rules become others meanwhile. */
function createWaiting(verdict: Verdict, later: Verdict) {
  let current = verdict;
  const sent: string[] = [];
  const asked: string[] = [];
  const send = (what: string) => async () => void sent.push(what);
  const registry = {
    resolveServer: () => ({ name: "s" }),
    describeServer: async () => void (current = later),
    readResource: send("resources/read"),
    listResources: send("resources/list"),
    listResourceTemplates: send("resources/templates/list"),
    getPrompt: send("prompts/get"),
    listPrompts: send("prompts/list"),
  };
  const offers = guardOffers(registry as unknown as Registry, {
    judge: () => current,
    budget: createCallBudget(100),
    obtain: async ({ name }) => void asked.push(name),
  });
  const requests = {
    read: () => offers.readResource("s", "file:///a"),
    prompt: () => offers.getPrompt("s", "p"),
    list: () => offers.listResources("s"),
    templates: () => offers.listResourceTemplates("s"),
    prompts: () => offers.listPrompts("s"),
  };
  return { requests, sent, asked };
}

type Asked = keyof ReturnType<typeof createWaiting>["requests"];
const all: Asked[] = ["read", "prompt", "list", "templates", "prompts"];

describe("while a server is started, the rules may become others", () => {
  it.each(all)("and deny what was allowed: %s", async (what) => {
    const { requests, sent } = createWaiting("allow", "deny");
    await expect(requests[what]()).rejects.toMatchObject({ code: "tool-denied" });
    expect(sent).toEqual([]);
  });

  it.each(all.slice(0, 2))("and want a yes that nobody gave: %s", async (what) => {
    const { requests, sent } = createWaiting("allow", "ask");
    await expect(requests[what]()).rejects.toMatchObject({ code: "tool-changed" });
    expect(sent).toEqual([]);
  });

  it.each(all)("and what was and is allowed is sent: %s", async (what) => {
    const { requests, sent, asked } = createWaiting("ask", "ask");
    await requests[what]();
    expect(sent).toHaveLength(1);
    expect(asked).toHaveLength(all.indexOf(what) < 2 ? 1 : 0);
  });
});
