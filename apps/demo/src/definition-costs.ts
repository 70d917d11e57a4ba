import type { Client } from "@modelcontextprotocol/sdk/client/index.js";
import type { Tool } from "@modelcontextprotocol/sdk/types.js";
import { connect } from "./connect.ts";
import { countTokens } from "./count-tokens.ts";
import type { ServerCommand } from "./servers.ts";

/** What a client puts into a model's context for one server, before anything is asked. */
export interface DefinitionCost {
  tools: number;
  tokens: number;
}

/** Counts the definitions that a connected server offers, as the JSON text of its `tools` array. */
export async function definitionCost(client: Client): Promise<DefinitionCost> {
  const tools: Tool[] = [];
  let cursor: string | undefined;
  do {
    const page = await client.listTools({ cursor });
    tools.push(...page.tools);
    cursor = page.nextCursor;
  } while (cursor !== undefined);
  return { tools: tools.length, tokens: countTokens(JSON.stringify(tools)) };
}

/** The same for servers that a client connects to directly; they are started for it and ended again. */
export async function directDefinitionCosts(
  servers: Record<string, ServerCommand>,
  cwd: string,
  signal: AbortSignal,
): Promise<Record<string, DefinitionCost>> {
  const costs: Record<string, DefinitionCost> = {};
  for (const [name, server] of Object.entries(servers)) {
    signal.throwIfAborted();
    await using connection = await connect(name, server, cwd);
    costs[name] = await definitionCost(connection.client);
  }
  return costs;
}
