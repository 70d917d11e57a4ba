import type { ValueProblem } from "./check-value.ts";
import { asArray, isObject } from "../json-value.ts";
import { nearestNames } from "../names/nearest-name.ts";
import type { JsonSchemaObject } from "./json-schema.ts";
import { pythonLiteral, typeNotation } from "./type-notation.ts";

// Finding the most similar of many choices is slow.
const maxChoices = 500;
// Numbers and JSON in a text are only looked for in texts of this length.
const longestRead = 10_000;
const shownCharacters = 200;

/** A sentence about a wrong argument: what is wrong, what was given, what is expected, and how to fix it, if known. */
export function describeProblem(
  { path, value, schema, rule }: ValueProblem,
  root: JsonSchemaObject,
): string {
  const where = `"${pathText(path)}"`;
  const given = describeValue(value);
  if (rule !== undefined) return `${where} ${rule}${isObject(value) ? "" : `, got ${given}`}`;
  const wanted = typeNotation(schema, root);
  const advice = findAdvice(value, wanted, schema);
  return `${where} wants ${wanted}, got ${given}${advice === undefined ? "" : `: ${advice}`}`;
}

/** `filters[0].name` */
function pathText(path: readonly (string | number)[]): string {
  const text = path
    .map((step, index) =>
      typeof step === "number" ? `[${step}]` : `${index > 0 ? "." : ""}${step}`,
    )
    .join("");
  return text.length > shownCharacters ? `${text.slice(0, shownCharacters)}…` : text;
}

function describeValue(value: unknown): string {
  const literal = pythonLiteral(value);
  const type = pythonType(value);
  if (type === "None") return "None";
  if (literal !== "…") return `${literal} (${type})`;
  const size =
    typeof value === "string" || Array.isArray(value) ? ` of length ${value.length}` : "";
  return `a ${type}${size}`;
}

function pythonType(value: unknown): string {
  if (value === null) return "None";
  if (Array.isArray(value)) return "list";
  if (typeof value === "number") return Number.isInteger(value) ? "int" : "float";
  return { string: "str", boolean: "bool" }[typeof value as string] ?? "dict";
}

function findAdvice(value: unknown, wanted: string, schema: unknown): string | undefined {
  const wants = (type: string): boolean =>
    wanted.split(" | ").some((name) => name === type || name.startsWith(`${type}[`));
  const isNumeric =
    typeof value === "string" &&
    value.length <= longestRead &&
    value.trim() !== "" &&
    Number.isFinite(Number(value));
  if (isNumeric && (wants("float") || (wants("int") && Number.isInteger(Number(value))))) {
    return `write ${Number(value)}`;
  }
  if (wants("bool") && typeof value === "string" && /^(?:true|false)$/i.test(value)) {
    return `write ${/^t/i.test(value) ? "True" : "False"}`;
  }
  if (wants("str") && ["number", "boolean"].includes(typeof value)) {
    return `write "${pythonLiteral(value)}"`;
  }
  if (typeof value === "string") {
    const kind = jsonKind(value);
    if (kind !== undefined && wants(kind)) return "give the value itself, not its JSON text";
    const choices = isObject(schema) ? asArray(schema["enum"]).slice(0, maxChoices) : [];
    const [nearest] = nearestNames(
      value,
      choices.filter((choice) => typeof choice === "string"),
      1,
    );
    if (nearest !== undefined) return `did you mean "${nearest}"?`;
  }
  const fitsInList = isObject(value) ? /\blist(?:\[dict\]|(?!\[))/.test(wanted) : wants("list");
  return fitsInList && value !== null ? "put it into a list" : undefined;
}

/** The kind of JSON that a text is; for a long text, according to its first character. */
function jsonKind(text: string): "list" | "dict" | undefined {
  const [opening] = /^\s{0,1000}[[{]/.exec(text)?.[0].slice(-1) ?? "";
  if (opening === undefined) return undefined;
  try {
    if (text.length <= longestRead) JSON.parse(text);
    return opening === "[" ? "list" : "dict";
  } catch {
    return undefined;
  }
}
