/** Python's JSON parser is recursive, and fails if its stack is used up. */
export const maxNesting = 400;

/** Whether arrays and objects are nested more than `depth` levels deep. */
export function isNestedBeyond(value: unknown, depth: number = maxNesting): boolean {
  if (typeof value !== "object" || value === null) return false;
  if (depth === 0) return true;
  if (Array.isArray(value)) {
    for (const item of value) if (isNestedBeyond(item, depth - 1)) return true;
    return false;
  }
  // By key: a list of the values would be created for each object of each answer.
  for (const key in value) {
    if (isNestedBeyond(value[key as keyof object], depth - 1)) return true;
  }
  return false;
}
