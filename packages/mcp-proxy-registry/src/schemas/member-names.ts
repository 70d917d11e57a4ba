import type { CheckBudget } from "./check-budget.ts";
import { isObject } from "../json-value.ts";

const maxNames = 10;
const longestName = 200;

/** Which required properties an object lacks, to follow "it", or undefined if it has them all. */
export function missingMembers(
  check: CheckBudget,
  value: Record<string, unknown>,
  required: readonly unknown[],
  known: Record<string, unknown>,
): string | undefined {
  check.stepsLeft -= required.length / 10;
  if (!required.some((name) => isMissing(value, name, known))) return undefined;
  const missing = required.filter((name) => isMissing(value, name, known));
  return `lacks ${listed(missing)}${strangersOf(check, value, known)}`;
}

/** That a property is not allowed, and which are, to follow "it". */
export function unknownMember(
  check: CheckBudget,
  name: string,
  known: Record<string, unknown>,
): string {
  const kept = Object.keys(known);
  check.stepsLeft -= kept.length / 10;
  const takes = kept.length > 0 ? `: it takes ${listed(kept)}` : "";
  return `has no ${listed([name])}${takes}`;
}

/** Schemas that describe a value after defaults were filled in list what has a default as required. */
function isMissing(
  value: Record<string, unknown>,
  name: unknown,
  known: Record<string, unknown>,
): name is string {
  if (typeof name !== "string" || Object.hasOwn(value, name)) return false;
  const property = Object.hasOwn(known, name) ? known[name] : undefined;
  return !isObject(property) || !Object.hasOwn(property, "default");
}

/** Properties with unknown names, one of which may be the misspelt name of a missing one. */
function strangersOf(
  check: CheckBudget,
  value: Record<string, unknown>,
  known: Record<string, unknown>,
): string {
  const names = Object.keys(value);
  check.stepsLeft -= names.length / 10;
  const strangers = names.filter((name) => !Object.hasOwn(known, name));
  return strangers.length > 0 ? `, and has ${listed(strangers)} instead` : "";
}

function listed(names: readonly string[]): string {
  const shown = names
    .slice(0, maxNames)
    .map((name) =>
      JSON.stringify(name.length > longestName ? `${name.slice(0, longestName)}…` : name),
    );
  const more = names.length - shown.length;
  return [...shown, ...(more > 0 ? [`${more} more`] : [])].join(", ");
}
