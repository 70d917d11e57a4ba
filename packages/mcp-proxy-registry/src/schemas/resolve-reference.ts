import { isObject } from "../json-value.ts";
import type { JsonSchemaObject } from "./json-schema.ts";

/** The target of a local `$ref` (`#/$defs/Point`); undefined if there is none. */
export function resolveReference(schema: JsonSchemaObject, root: JsonSchemaObject): unknown {
  const reference = schema["$ref"];
  if (typeof reference !== "string" || !reference.startsWith("#")) return undefined;
  let target: unknown = root;
  for (const step of reference.slice(1).split("/").slice(1)) {
    const key = decodePointer(step);
    const found = Array.isArray(target) ? target[Number(key)] : ownOf(target, key);
    if (found === undefined) return undefined;
    target = found;
  }
  return target === schema ? undefined : target;
}

function ownOf(target: unknown, key: string): unknown {
  return isObject(target) && Object.hasOwn(target, key) ? target[key] : undefined;
}

function decodePointer(step: string): string {
  const unescaped = step.replaceAll("~1", "/").replaceAll("~0", "~");
  try {
    return decodeURIComponent(unescaped);
  } catch {
    return unescaped;
  }
}
