/** The error for a value that a program passes: what it is, and what it must be. */
export function wrongValue(place: string, value: unknown, wanted: string): TypeError {
  const text = typeof value === "number" ? String(value) : (JSON.stringify(value) ?? String(value));
  return new TypeError(`${place} is ${text.slice(0, 100)}: it must be ${wanted}.`);
}
