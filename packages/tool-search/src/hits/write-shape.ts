const typeNames: Readonly<Record<string, string>> = {
  string: "str",
  integer: "int",
  number: "float",
  boolean: "bool",
  array: "list",
  object: "dict",
  null: "None",
};
const maxKeys = 8;
/** All choices are shown if there are no more than these, otherwise some. */
const maxChoices = 5;
const someChoices = 3;
const maxChoice = 40;
const maxSteps = 10;
const maxLevels = 3;
const maxLength = 160;
const maxNodes = 200;

export type Json = Readonly<Record<string, unknown>>;

/**
 * The shape of a value, as short as possible: `int`, `"asc"|"desc"`, or `[{name, size: int, …}]`, a list of dicts that
 * must have these keys. `str` for text, `any` if nothing is known. Nested schemas are only written as long as the
 * result stays short.
 */
export function writeShape(schema: unknown, root: Json, mostLevels: number = maxLevels): string {
  for (let levels = mostLevels; levels > 0; levels--) {
    const shape = write(schema, { root, left: maxNodes }, levels);
    if (shape.length <= maxLength) return shape;
  }
  return write(schema, { root, left: maxNodes }, 0);
}

interface Reading {
  root: Json;
  /** The number of schemas that may still be read. */
  left: number;
}

function write(schema: unknown, reading: Reading, levels: number): string {
  if (reading.left-- <= 0) return "any";
  const found = resolve(schema, reading.root);
  const { enum: values, const: only, anyOf, oneOf, items, properties, ...own } = found;
  if (only !== undefined) return choices([only], writeChoice);
  if (Array.isArray(values) && values.length > 0) return choices(values, writeChoice);
  const branches = listOf(anyOf ?? oneOf);
  if (branches.length > 0) {
    return levels > 0 ? choices(branches, (one) => write(one, reading, levels - 1)) : "any";
  }
  const types = listOf(own["type"] ?? (properties && "object") ?? (items && "array"));
  return choices(types, (type) => {
    if (type === "array" && levels > 0) return writeList(items, reading, levels - 1);
    if (type === "object" && levels > 0) {
      return writeDict(objectOf(properties), own["required"], reading, levels - 1);
    }
    return typeof type === "string" && Object.hasOwn(typeNames, type) ? typeNames[type]! : "any";
  });
}

/** The schema, or the one that its `$ref` or its only `allOf` refers to. Only references within `root` are followed. */
export function resolve(schema: unknown, root: Json): Json {
  let found = objectOf(schema);
  for (let step = 0; step < maxSteps; step++) {
    const { $ref: reference, allOf } = found;
    if (typeof reference === "string" && reference.startsWith("#/")) {
      const names = reference.slice(2).split("/");
      found = objectOf(names.reduce<unknown>((part, name) => ownOf(part, name), root));
    } else if (Array.isArray(allOf) && allOf.length === 1) found = objectOf(allOf[0]);
    else break;
  }
  return found;
}

/** Names, each with its shape unless it is text: `path, depth: int`. */
export function writeMember(name: string, shape: string): string {
  return shape === "str" || shape === "any" ? name : `${name}: ${shape}`;
}

export function objectOf(value: unknown): Json {
  return typeof value === "object" && value !== null ? (value as Json) : {};
}

/** Text on one line, shortened and without control characters. */
export function oneLine(text: string, most = 64): string {
  return text.slice(0, most).replace(/[\s\p{C}]+/gu, " ");
}

function writeList(items: unknown, reading: Reading, levels: number): string {
  const item = write(items, reading, levels);
  return item.startsWith("{") ? `[${item}]` : "list";
}

/** The required keys; if none is required, all keys as far as they are few. */
function writeDict(properties: Json, required: unknown, reading: Reading, levels: number): string {
  const names = Object.keys(properties);
  const needed = listOf(required).filter(
    (name): name is string => typeof name === "string" && Object.hasOwn(properties, name),
  );
  const shown = (needed.length > 0 ? needed : names).slice(0, maxKeys);
  if (shown.length === 0) return "dict";
  const keys = shown.map((name) =>
    writeMember(oneLine(name), write(properties[name], reading, levels)),
  );
  if (shown.length < names.length) keys.push("…");
  return `{${keys.join(", ")}}`;
}

function choices(all: readonly unknown[], writeOne: (one: unknown) => string): string {
  const written = new Set(all.slice(0, maxChoices + 1).map(writeOne));
  if (written.size > 1) written.delete("None");
  if (written.has("dict")) for (const one of written) if (one.startsWith("{")) written.delete(one);
  if (written.size === 0 || written.has("any")) return "any";
  if (written.size <= maxChoices) return [...written].join("|");
  return [...[...written].slice(0, someChoices), "…"].join("|");
}

function writeChoice(value: unknown): string {
  if (value === null) return "None";
  if (value === true) return "True";
  if (value === false) return "False";
  if (typeof value === "string") return oneLine(JSON.stringify(value), maxChoice);
  return typeof value === "number" ? String(value) : "any";
}

function listOf(value: unknown): readonly unknown[] {
  if (Array.isArray(value)) return value;
  return value === undefined ? [] : [value];
}

function ownOf(value: unknown, name: string): unknown {
  const key = name.replaceAll("~1", "/").replaceAll("~0", "~");
  return typeof value === "object" && value !== null && Object.hasOwn(value, key)
    ? (value as Json)[key]
    : undefined;
}
