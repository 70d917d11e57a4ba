const maxArguments = 8;
const maxName = 64;
const typeNames: Readonly<Record<string, string>> = {
  string: "str",
  integer: "int",
  number: "float",
  boolean: "bool",
  array: "list",
  object: "dict",
  null: "None",
};

type Json = Readonly<Record<string, unknown>>;

/** `create_issue(owner: str, title: str, body?: str)`: required arguments first, bounded. */
export function writeSignature(tool: string, schema: object | undefined): string {
  const properties = objectOf(objectOf(schema)["properties"]);
  const required = objectOf(schema)["required"];
  const isRequired = new Set<unknown>(Array.isArray(required) ? required : []);
  const names = Object.keys(properties);
  const ordered = [
    ...names.filter((name) => isRequired.has(name)),
    ...names.filter((name) => !isRequired.has(name)),
  ];
  const shown = ordered.slice(0, maxArguments).map((name) => {
    const mark = isRequired.has(name) ? "" : "?";
    return `${oneLine(name)}${mark}: ${typeOf(objectOf(properties[name]))}`;
  });
  if (ordered.length > maxArguments) shown.push("...");
  return `${oneLine(tool)}(${shown.join(", ")})`;
}

function typeOf(schema: Json): string {
  const type = schema["type"];
  const types = (Array.isArray(type) ? type : [type]).map((name) =>
    typeof name === "string" && Object.hasOwn(typeNames, name) ? typeNames[name] : undefined,
  );
  const known = types.filter((name) => name !== undefined);
  return known.length > 0 ? known.slice(0, 3).join("|") : "any";
}

function oneLine(name: string): string {
  return name.slice(0, maxName).replace(/[\s\p{C}]+/gu, " ");
}

function objectOf(value: unknown): Json {
  return typeof value === "object" && value !== null ? (value as Json) : {};
}
