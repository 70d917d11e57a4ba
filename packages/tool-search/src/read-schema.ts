/** The words of a JSON Schema by where they stand. */
export interface SchemaText {
  names: string[];
  descriptions: string[];
  values: string[];
}

const maxNodes = 400;
const maxDepth = 6;
const maxValues = 100;

type Json = Readonly<Record<string, unknown>>;

/** Reads a schema breadth first, bounded, so that deep, huge and cyclic ones are harmless. */
export function readSchema(schema: object | undefined): SchemaText {
  const text: SchemaText = { names: [], descriptions: [], values: [] };
  const queue: [unknown, number][] = [[schema, 0]];
  const seen = new Set<unknown>();
  for (let index = 0; index < queue.length && index < maxNodes; index++) {
    const [node, depth] = queue[index]!;
    if (!isObject(node) || seen.has(node) || depth > maxDepth) continue;
    seen.add(node);
    readNode(node, depth, text);
    for (const child of childrenOf(node, text)) {
      if (queue.length < maxNodes) queue.push([child, depth + 1]);
    }
  }
  return text;
}

function readNode(node: Json, depth: number, text: SchemaText): void {
  if (depth > 0 && typeof node["description"] === "string") {
    text.descriptions.push(node["description"]);
  }
  const values = Array.isArray(node["enum"]) ? node["enum"] : [node["const"]];
  for (const value of values.slice(0, maxValues)) {
    if (typeof value === "string" && text.values.length < maxValues) text.values.push(value);
  }
}

function childrenOf(node: Json, text: SchemaText): unknown[] {
  const children: unknown[] = [];
  const properties = node["properties"];
  if (isObject(properties)) {
    for (const name of Object.keys(properties)) {
      if (text.names.length >= maxNodes) break;
      text.names.push(name);
      children.push(properties[name]);
    }
  }
  for (const keyword of ["items", "additionalProperties"]) children.push(node[keyword]);
  for (const keyword of ["anyOf", "oneOf", "allOf", "prefixItems"]) {
    const schemas = node[keyword];
    if (Array.isArray(schemas)) children.push(...schemas.slice(0, maxNodes));
  }
  return children;
}

function isObject(value: unknown): value is Json {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
