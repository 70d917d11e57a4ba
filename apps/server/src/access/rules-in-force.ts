// The rules that tools are judged by. While the registry changes from one configuration to the next, it may be serving
// either, or one between them: until the change is done, the strictest of their rules counts.
import type { AskWhen, ToolRules } from "@mcp-code-execution/config";
import type { CatalogTool } from "@mcp-code-execution/mcp-proxy-registry";
import type { GuardedServer, GuardedServers } from "./guarded-server.ts";
import { judgeTool, type Verdict } from "./judge-tool.ts";

/** The rules of one or more configurations. */
export interface RulesInForce {
  /** The newest configuration. */
  readonly newest: GuardedServers;
  /** A tool of a server that is in no configuration is denied. */
  judge(tool: CatalogTool): Verdict;
  isAllowed(tool: CatalogTool): boolean;
  /** A server of the newest configuration. */
  entryOf(server: string): GuardedServer | undefined;
  /** Its rules. */
  rulesOf(server: string): ToolRules;
  /** From now on this configuration counts too. */
  add(servers: GuardedServers): void;
  /** From now on no configuration older than this one counts. */
  dropBefore(servers: GuardedServers): void;
}

/** @param askWhen for servers whose rules do not say when to ask */
export function createRulesInForce(first: GuardedServers, askWhen: AskWhen): RulesInForce {
  let newest = first;
  // The newest last.
  let configurations: GuardedServers[] = [first];

  function judge(tool: CatalogTool): Verdict {
    let verdict: Verdict | undefined;
    for (const servers of configurations) {
      if (!Object.hasOwn(servers, tool.server)) continue;
      const next = judgeTool(tool, servers[tool.server]?.tools ?? {}, askWhen);
      verdict = verdict === undefined ? next : stricter(verdict, next);
    }
    return verdict ?? "deny";
  }

  return {
    get newest() {
      return newest;
    },
    judge,
    isAllowed: (tool) => judge(tool) !== "deny",
    entryOf: (server) => (Object.hasOwn(newest, server) ? newest[server] : undefined),
    rulesOf: (server) => newest[server]?.tools ?? {},
    add(servers) {
      newest = servers;
      configurations = [...configurations, servers];
    },
    dropBefore(servers) {
      configurations = configurations.slice(configurations.indexOf(servers));
    },
  };
}

/** The verdict that lets through less. */
function stricter(one: Verdict, other: Verdict): Verdict {
  if (one === "deny" || other === "deny") return "deny";
  return one === "ask" || other === "ask" ? "ask" : "allow";
}
