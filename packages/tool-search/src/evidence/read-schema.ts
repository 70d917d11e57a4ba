/** The words of a JSON Schema by place. */
export interface SchemaText {
  names: string[];
  descriptions: string[];
  values: string[];
}

const maxNodes = 400;
const maxDepth = 6;
const maxValues = 100;
const nested = ["items", "additionalProperties", "anyOf", "oneOf", "allOf", "prefixItems"];

type Json = Readonly<Record<string, unknown>>;

/** Reads a schema breadth first and with limits, so that deep, huge and cyclic ones are harmless. */
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
  const { description, enum: values, const: only } = node;
  if (depth > 0 && typeof description === "string") text.descriptions.push(description);
  if (typeof only === "string") text.values.push(only);
  if (!Array.isArray(values)) return;
  for (const value of values.slice(0, maxValues)) {
    if (typeof value === "string" && text.values.length < maxValues) text.values.push(value);
  }
}

function childrenOf(node: Json, text: SchemaText): unknown[] {
  const children: unknown[] = [];
  const { properties } = node;
  if (isObject(properties)) {
    for (const name of Object.keys(properties)) {
      if (text.names.length >= maxNodes) break;
      text.names.push(name);
      children.push(properties[name]);
    }
  }
  for (const keyword of nested) {
    const child = node[keyword];
    if (Array.isArray(child)) children.push(...child.slice(0, maxNodes));
    else if (child !== undefined) children.push(child);
  }
  return children;
}

function isObject(value: unknown): value is Json {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
