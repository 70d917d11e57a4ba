/** Python's reader of JSON goes no deeper than its stack allows, and ends where it would have to. */
export const maxNesting = 400;

/** Whether arrays and objects lie in each other more than `depth` deep. */
export function isNestedBeyond(value: unknown, depth: number = maxNesting): boolean {
  if (typeof value !== "object" || value === null) return false;
  if (depth === 0) return true;
  for (const child of Object.values(value)) {
    if (isNestedBeyond(child, depth - 1)) return true;
  }
  return false;
}
