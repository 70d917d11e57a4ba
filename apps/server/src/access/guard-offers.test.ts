import { type Registry, RegistryError } from "@mcp-code-execution/mcp-proxy-registry";
import { describe, expect, it } from "vitest";
import { createCallBudget } from "./call-budget.ts";
import { guardOffers } from "./guard-offers.ts";
import type { GuardedServer } from "./guarded-server.ts";
import type { Verdict } from "./judge-tool.ts";

interface Waiting {
  capabilities?: object;
  /** What happens while a person is asked. */
  meanwhile?(setEntry: (entry: GuardedServer) => void): void;
  starts?: boolean;
}

/** What is asked of a server that is being started, and whose rules become others meanwhile. */
function createWaiting(
  verdict: Verdict,
  later: Verdict,
  { capabilities = { resources: {}, prompts: {} }, meanwhile, starts = true }: Waiting = {},
) {
  let current = verdict;
  let entry: GuardedServer = { command: "one" };
  const sent: string[] = [];
  const asked: string[] = [];
  const send = (what: string) => async () => void sent.push(what);
  const registry = {
    resolveServer: () => ({ name: "s" }),
    async describeServer() {
      if (!starts) throw new RegistryError("start-failed", "it does not start");
      current = later;
      return { name: "s", capabilities };
    },
    readResource: send("resources/read"),
    listResources: send("resources/list"),
    listResourceTemplates: send("resources/templates/list"),
    getPrompt: send("prompts/get"),
    listPrompts: send("prompts/list"),
  };
  const offers = guardOffers(registry as unknown as Registry, {
    judge: () => current,
    budget: createCallBudget(100),
    async obtainApproval({ name }) {
      asked.push(name);
      meanwhile?.((next) => (entry = next));
    },
    entryOf: () => entry,
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

  it.each(all.slice(0, 2))("and want a yes, which is asked for: %s", async (what) => {
    const { requests, sent, asked } = createWaiting("allow", "ask");
    await requests[what]();
    expect(asked).toHaveLength(1);
    expect(sent).toHaveLength(1);
  });

  it.each(all)("and what was and is allowed is sent: %s", async (what) => {
    const { requests, sent, asked } = createWaiting("ask", "ask");
    await requests[what]();
    expect(sent).toHaveLength(1);
    expect(asked).toHaveLength(all.indexOf(what) < 2 ? 1 : 0);
  });
});

describe.each(all.slice(0, 2))("a person is asked: %s", (what) => {
  it("only about a server that starts", async () => {
    const { requests, asked } = createWaiting("ask", "ask", { starts: false });
    await expect(requests[what]()).rejects.toMatchObject({ code: "start-failed" });
    expect(asked).toEqual([]);
  });

  it("only about what the server offers", async () => {
    const { requests, asked } = createWaiting("ask", "ask", { capabilities: { tools: {} } });
    await expect(requests[what]()).rejects.toMatchObject({ code: "not-supported" });
    expect(asked).toEqual([]);
  });

  it("and the yes is not for another server of that name", async () => {
    const { requests, sent } = createWaiting("ask", "ask", {
      meanwhile: (setEntry) => setEntry({ command: "another" }),
    });
    await expect(requests[what]()).rejects.toMatchObject({ code: "tool-changed" });
    expect(sent).toEqual([]);
  });

  it("but for one whose rules have changed and want a yes as before", async () => {
    const { requests, sent } = createWaiting("ask", "ask", {
      meanwhile: (setEntry) => setEntry({ command: "one", tools: { ask: "always" } }),
    });
    await requests[what]();
    expect(sent).toHaveLength(1);
  });
});
