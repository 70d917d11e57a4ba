import type { LoadedConfig } from "@mcp-code-execution/config";

const clauses = {
  disabled: "it is disabled in the configuration, which only the user can change",
  faulty: "its entry in the configuration cannot be used; a notice to the user says why",
};

/** Why code cannot use these servers, without anything that the configuration contains. */
export function unusableReasons({
  unusable,
}: Pick<LoadedConfig, "unusable">): Record<string, string> {
  return Object.fromEntries(
    Object.entries(unusable).map(([name, reason]) => [name, clauses[reason]]),
  );
}
