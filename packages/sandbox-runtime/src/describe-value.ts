/** A wrong value for an error message: short, and without failing on what JSON does not know. */
export function describeValue(value: unknown): string {
  if (typeof value === "function") return "a function";
  if (typeof value === "object" && value !== null) {
    return Array.isArray(value) ? "an array" : `an object with ${describeKeys(value)}`;
  }
  const text = typeof value === "string" ? JSON.stringify(value) : String(value);
  return text.length > 100 ? `${text.slice(0, 99)}…` : text;
}

function describeKeys(value: object): string {
  const keys = Object.keys(value).slice(0, 5);
  return keys.length === 0 ? "no keys" : keys.join(", ");
}
