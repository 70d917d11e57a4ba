/** Python's JSON parser is recursive, and fails if its stack is used up. */
export const maxNesting = 400;

/** Whether arrays and objects are nested more than `depth` levels deep. */
export function isNestedBeyond(value: unknown, depth: number = maxNesting): boolean {
  if (typeof value !== "object" || value === null) return false;
  if (depth === 0) return true;
  for (const child of Object.values(value)) {
    if (isNestedBeyond(child, depth - 1)) return true;
  }
  return false;
}
