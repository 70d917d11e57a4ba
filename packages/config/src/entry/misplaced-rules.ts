import type { EntryFault } from "./entry-fault.ts";
import { nearestKey } from "./nearest-key.ts";

const ruleWords: ReadonlySet<string> = new Set(["allow", "deny", "ask"]);

/** Other clients' names for rules, and misspellings of ours, in lower case and without separators. */
const ruleNames: ReadonlySet<string> = new Set(
  (
    "allow deny ask allowed denied allowtools denytools asktools allowedtools deniedtools blockedtools " +
    "disabledtools enabledtools excludetools excludedtools includetools includedtools tool tools toolrules"
  ).split(" "),
);

/** Whether a key of an entry looks like rules for its tools but is not `tools`. Ignoring it would allow all tools. */
export function isMisplacedRule(key: string, value: unknown): boolean {
  if (key === "tools" || isEmpty(value)) return false;
  const plain = key.toLowerCase().replaceAll(/[-_ ]/g, "");
  return ruleNames.has(plain) || (plain.startsWith("to") && nearestKey(key, ["tools"]) === "tools");
}

/** A fault for each key that looks like rules but is not `tools`. */
export function misplacedRules(entry: object): EntryFault[] {
  return Object.entries(entry).flatMap(([key, value]) => {
    if (!isMisplacedRule(key, value)) return [];
    const advice = ruleWords.has(key)
      ? `belongs into "tools": write "tools": {"${key}": …}.`
      : 'is not known here. Write which tools may be called as "tools": {"allow": […], "deny": […], "ask": […]}, or remove it.';
    return [{ path: [key], message: advice }];
  });
}

/** Some clients write such keys even if they restrict nothing. */
function isEmpty(value: unknown): boolean {
  return value === null || (Array.isArray(value) && value.length === 0);
}
