import type { CatalogTool } from "@mcp-code-execution/mcp-proxy-registry";
import type { CallBudget } from "./call-budget.ts";
import type { Verdict } from "./judge-tool.ts";
import type { ObtainApproval } from "./obtain-approval.ts";
import type { NameResolution } from "./resolved-names.ts";

/** What decides about every request that reaches a server: calls, resources and prompts. */
export interface Gate {
  judge(tool: CatalogTool): Verdict;
  budget: CallBudget;
  obtainApproval: ObtainApproval;
  names?: NameResolution | undefined;
}
