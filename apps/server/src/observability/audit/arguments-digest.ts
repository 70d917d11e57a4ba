import { createHash } from "node:crypto";

/** `sha256:` and the hexadecimal digest of the arguments as JSON with sorted keys: equal arguments have equal digests. */
export function argumentsDigest(args: Readonly<Record<string, unknown>>): string {
  const text = JSON.stringify(args, (_, value: unknown) => sorted(value));
  return `sha256:${createHash("sha256").update(text).digest("hex")}`;
}

function sorted(value: unknown): unknown {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1)));
}
