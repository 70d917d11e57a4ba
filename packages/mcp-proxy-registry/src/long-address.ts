// Reading an address takes time that grows with the square of the number of accents on one letter of its host.

/** No browser needs more characters. */
const longestAddress = 8_000;

/** Whether a text could be an address, and is too long to be read as one. */
export function isLongAddress(text: unknown): boolean {
  return typeof text === "string" && text.length > longestAddress && text.includes(":");
}

/** Whether there is such a text anywhere in a value that JSON has. */
export function hasLongAddress(value: unknown): boolean {
  const waiting: unknown[] = [value];
  // The list grows while it is gone through.
  for (const part of waiting) {
    if (isLongAddress(part)) return true;
    if (typeof part !== "object" || part === null) continue;
    for (const member of Object.values(part)) waiting.push(member);
  }
  return false;
}
