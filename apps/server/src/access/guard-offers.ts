// Resources and prompts pass the same gate as calls, because what code sends with them reaches the server just as the
// arguments of a call do. Rules refer to them by the names of MCP's requests.
import {
  notSupported,
  type AskOptions,
  type CatalogTool,
  type Registry,
} from "@mcp-code-execution/mcp-proxy-registry";
import { AccessError, toolChanged } from "./access-error.ts";
import { contextOf } from "./call-context.ts";
import type { Gate } from "./gate.ts";
import { type GuardedServer, isSameServer } from "./guarded-server.ts";

export const readsResource = "resources/read";
export const getsPrompt = "prompts/get";

/** The names by which rules refer to resources and prompts. */
export const offerNames: readonly string[] = [readsResource, getsPrompt];

/** What resources and prompts need in addition. */
interface OfferGate extends Gate {
  /** The server in the newest configuration. */
  entryOf(server: string): GuardedServer | undefined;
}

type Offers = Pick<
  Registry,
  "listResources" | "listResourceTemplates" | "readResource" | "listPrompts" | "getPrompt"
>;

/** Resources and prompts are judged like read-only tools. Listing them needs no approval and is not counted. */
export function guardOffers(registry: Registry, gate: OfferGate): Offers {
  const { judge, budget, obtainApproval, names, entryOf } = gate;

  /** Throws if the rules deny it. */
  function offerOf(server: string, name: string, context?: unknown): CatalogTool {
    const offer: CatalogTool = {
      server: registry.resolveServer(server).name,
      name,
      alias: name,
      description: name === readsResource ? "Reads a resource." : "Fills in a prompt.",
      inputSchema: { type: "object" },
      annotations: { readOnlyHint: true },
      signature: name,
    };
    names?.found(context, offer);
    if (judge(offer) !== "deny") return offer;
    const entry = `the entry "${offer.server}"`;
    throw new AccessError(
      "tool-denied",
      `${name} of server "${offer.server}" is denied by the configuration (tools of ${entry}; if it has "allow", that list must contain ${name}). ` +
        "Do without it; only the person can change that.",
      { server: offer.server, tool: name },
    );
  }

  async function admit(
    server: string,
    name: string,
    args: Record<string, unknown>,
    ask: AskOptions = {},
  ): Promise<void> {
    ask.signal?.throwIfAborted();
    const runKey = contextOf(ask)?.runKey;
    if (runKey) budget.spend({ runKey, server, tool: name });
    const offer = offerOf(server, name, ask.context);
    // A person is not asked about a server that does not start, or does not offer this.
    await untilReady(server, name, ask);
    if (judge(offerOf(server, name)) !== "ask") return;
    const asked = entryOf(offer.server);
    await obtainApproval(offer, args, ask);
    // It may have ended while the person was thinking.
    await untilReady(server, name, ask);
    // The rules and the entry may have changed as well.
    if (offerOf(server, name).server !== offer.server) throw toolChanged(offer);
    if (!asked || !isSameServer(asked, entryOf(offer.server))) throw toolChanged(offer);
  }

  /**
   * Starts the server if it is not running, so that what is decided afterwards is still so when it is asked. Rejects if
   * it does not offer this.
   */
  async function untilReady(
    server: string,
    offer: string,
    { signal }: AskOptions = {},
  ): Promise<void> {
    signal?.throwIfAborted();
    const { name, capabilities } = await registry.describeServer(server, { signal });
    signal?.throwIfAborted();
    const capability = offer === readsResource ? "resources" : "prompts";
    if (!capabilities[capability]) throw notSupported(name, capability);
  }

  async function admitList(server: string, name: string, ask: AskOptions = {}): Promise<void> {
    offerOf(server, name);
    await untilReady(server, name, ask);
    offerOf(server, name);
  }

  return {
    async listResources(server, ask) {
      await admitList(server, readsResource, ask);
      return registry.listResources(server, ask);
    },
    async listResourceTemplates(server, ask) {
      await admitList(server, readsResource, ask);
      return registry.listResourceTemplates(server, ask);
    },
    async readResource(server, uri, ask) {
      await admit(server, readsResource, { uri }, ask);
      return registry.readResource(server, uri, ask);
    },
    async listPrompts(server, ask) {
      await admitList(server, getsPrompt, ask);
      return registry.listPrompts(server, ask);
    },
    async getPrompt(server, prompt, args = {}, ask?) {
      const asked = { ...args };
      await admit(server, getsPrompt, { name: prompt, arguments: asked }, ask);
      return registry.getPrompt(server, prompt, asked, ask);
    },
  };
}
