/** Whether JSON has more values and keys than that. */
export function hasMoreValues(body: unknown, most: number): boolean {
  const waiting = [body];
  let room = most;
  for (let value = waiting.pop(); value !== undefined; value = waiting.pop()) {
    if (typeof value !== "object" || value === null) continue;
    const parts: unknown[] = Object.values(value);
    room -= parts.length;
    if (room < 0) return true;
    for (const part of parts) waiting.push(part);
  }
  return false;
}
