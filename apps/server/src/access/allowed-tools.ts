import type { CatalogTool, Registry, ToolsListener } from "@mcp-code-execution/mcp-proxy-registry";
import { ruleDoubts } from "./rule-doubts.ts";
import type { RulesInForce } from "./rules-in-force.ts";

/** Which tools of each server code may use, for those who listen. */
export interface AllowedTools {
  /** The rules have changed. */
  tellAgain(): void;
  onToolsChanged: Registry["onToolsChanged"];
}

/** @param onDoubt is called with rules that probably do not mean what was intended */
export function followAllowedTools(
  registry: Registry,
  rules: RulesInForce,
  onDoubt: (server: string, message: string) => void,
): AllowedTools {
  const listeners = new Set<ToolsListener>();
  const known = new Map<string, readonly CatalogTool[]>();
  registry.onToolsChanged((server, tools) => {
    if (tools) known.set(server, tools);
    else known.delete(server);
    tell(server);
  });

  function tell(server: string): void {
    for (const doubt of ruleDoubts(server, rules.rulesOf(server), known.get(server) ?? [])) {
      onDoubt(server, doubt);
    }
    const tools = known.get(server)?.filter(rules.isAllowed);
    for (const listener of listeners) listener(server, tools);
  }

  return {
    tellAgain() {
      for (const server of known.keys()) tell(server);
    },
    onToolsChanged(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}
