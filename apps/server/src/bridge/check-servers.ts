import { createRegistry } from "@mcp-code-execution/mcp-proxy-registry";
import { definitionsOf, type GuardedServers } from "../access/guarded-server.ts";
import { checkRules } from "./check-rules.ts";

/** Throws what is wrong with the rules or the definitions, before any of them is in force. */
export function checkServers(servers: GuardedServers): void {
  checkRules(servers);
  // A registry checks its definitions, and starts nothing by itself.
  createRegistry(definitionsOf(servers));
}
