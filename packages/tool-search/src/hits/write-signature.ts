import { objectOf, oneLine, resolve, writeMember, writeShape, type Json } from "./write-shape.ts";

const maxRequired = 20;
/** Further optional arguments are only counted; if few or none are required, some more are named. */
const maxOptional = 4;
const enoughArguments = 6;
const maxBranches = 20;
const identifier = /^[\p{L}_][\p{L}\p{N}_]*$/u;
const reserved = new Set(
  "False None True and as assert async await break class continue def del elif else except finally for from global if import in is lambda nonlocal not or pass raise return try while with yield".split(
    " ",
  ),
);
/** Paging arguments say least about what a tool does. */
const paging = /^(?:(?:page|per)(?:[_-]?(?:size|token|number|page))?|.*cursor|offset|skip)$/i;

/**
 * What is needed to write the call, on one short line: `list_issues(owner, repo, state: "open"|"closed", labels?: list, +5 more)`.
 * Required arguments come first, with what they look like unless it is text. Of the optional ones, marked `?`, it has a few names and the
 * number of the others. A name that cannot be written as it is, as `user-id` or `from`, stands in quotes.
 */
export function writeSignature(tool: string, schema: object | undefined): string {
  const root = objectOf(schema);
  const { properties, required } = argumentsOf(root);
  // Schemas that zod writes list what has a default as required.
  const isNeeded = (name: string): boolean =>
    required.has(name) && !Object.hasOwn(objectOf(properties.get(name)), "default");
  const needed = [...properties.keys()].filter(isNeeded);
  const optional = [...properties.keys()].filter((name) => !isNeeded(name));
  const telling = optional.toSorted((a, b) => Number(paging.test(a)) - Number(paging.test(b)));
  const most = Math.max(maxOptional, enoughArguments - needed.length);
  // One more name takes no more space than the note that there is one more.
  const shown = telling.slice(0, optional.length === most + 1 ? undefined : most);
  const parts = needed
    .slice(0, maxRequired)
    .map((name) => writeMember(nameOf(name), writeShape(properties.get(name), root)));
  for (const name of shown) {
    const shape = writeShape(properties.get(name), root, 1);
    const kind = /^(?:list|\[)/.test(shape) ? ": list" : /^(?:dict|\{)/.test(shape) ? ": dict" : "";
    parts.push(`${nameOf(name)}?${kind}`);
  }
  const left = properties.size - parts.length;
  if (left > 0) parts.push(`+${left} more`);
  return `${oneLine(tool)}(${parts.join(", ")})`;
}

interface Arguments {
  properties: Map<string, unknown>;
  required: Set<unknown>;
}

/**
 * The arguments required by the schema itself and by the schemas it is composed of; those required by one of several
 * alternatives are not necessarily required.
 */
function argumentsOf(root: Json): Arguments {
  const found: Arguments = { properties: new Map(), required: new Set() };
  const queue: { part: Json; always: boolean }[] = [{ part: root, always: true }];
  for (let index = 0; index < queue.length && index < maxBranches; index++) {
    const { part, always } = queue[index]!;
    const { properties, required, $ref } = part;
    for (const [name, property] of Object.entries(objectOf(properties))) {
      if (!found.properties.has(name)) found.properties.set(name, property);
    }
    if (always && Array.isArray(required)) for (const name of required) found.required.add(name);
    if ($ref !== undefined) queue.push({ part: resolve(part, root), always });
    for (const keyword of ["allOf", "anyOf", "oneOf"]) {
      const branches = part[keyword];
      if (!Array.isArray(branches)) continue;
      for (const branch of branches.slice(0, maxBranches)) {
        queue.push({ part: objectOf(branch), always: always && keyword === "allOf" });
      }
    }
  }
  return found;
}

function nameOf(name: string): string {
  const line = oneLine(name);
  return identifier.test(line) && !reserved.has(line) ? line : JSON.stringify(line);
}
