import type { ToolRules } from "@mcp-code-execution/config";
import type { ServerDefinition } from "@mcp-code-execution/mcp-proxy-registry";

/** A server and which of its tools may be called. */
export type GuardedServer = ServerDefinition & { tools?: ToolRules | undefined };

/** Servers by name. */
export type GuardedServers = Record<string, GuardedServer>;

/** The definitions alone: a rule that changes must not start its server anew. */
export function definitionsOf(servers: GuardedServers): Record<string, ServerDefinition> {
  return Object.fromEntries(
    Object.entries(servers).map(([name, server]) => {
      const definition = { ...server };
      delete definition.tools;
      return [name, definition];
    }),
  );
}

/** Whether both have the same definition; their rules may differ. */
export function isSameServer(one: GuardedServer, other: GuardedServer | undefined): boolean {
  return JSON.stringify({ ...one, tools: null }) === JSON.stringify({ ...other, tools: null });
}
