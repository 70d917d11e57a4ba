import type { CheckBudget } from "./check-budget.ts";
import { isObject } from "../json-value.ts";
import type { JsonSchemaObject } from "./json-schema.ts";

const types: Readonly<Record<string, (value: unknown) => boolean>> = {
  string: (value) => typeof value === "string",
  number: (value) => typeof value === "number",
  integer: (value) => Number.isInteger(value),
  boolean: (value) => typeof value === "boolean",
  null: (value) => value === null,
  array: (value) => Array.isArray(value),
  object: isObject,
};

/** Whether a value is of a type, or of one of a list; unknown types fit. */
export function fitsType(value: unknown, type: unknown): boolean {
  if (typeof type === "string") return !Object.hasOwn(types, type) || types[type]?.(value) === true;
  if (!Array.isArray(type) || type.length === 0) return true;
  return type.some((name) => typeof name !== "string" || fitsType(value, name));
}

/** Whether a value is one of those that its schema lists. */
export function fitsChoice(check: CheckBudget, value: unknown, schema: JsonSchemaObject): boolean {
  const { enum: choices } = schema;
  if ("const" in schema && !isSame(check, value, schema["const"])) return false;
  if (!Array.isArray(choices) || choices.length === 0) return true;
  check.stepsLeft -= choices.length;
  return check.stepsLeft < 0 || choices.some((choice) => isSame(check, choice, value));
}

/** Counts the comparisons; beyond the budget everything counts as equal. */
function isSame(check: CheckBudget, one: unknown, other: unknown): boolean {
  check.stepsLeft -= 1;
  if (check.stepsLeft < 0 || one === other) return true;
  if (typeof one !== "object" || typeof other !== "object" || !one || !other) return false;
  if (Array.isArray(one) !== Array.isArray(other)) return false;
  const keys = Object.keys(one);
  const others = Object.keys(other);
  // The keys must be listed before they can be counted.
  check.stepsLeft -= (keys.length + others.length) / 10;
  return (
    keys.length === others.length &&
    keys.every(
      (key) =>
        Object.hasOwn(other, key) &&
        isSame(check, one[key as keyof object], other[key as keyof object]),
    )
  );
}
