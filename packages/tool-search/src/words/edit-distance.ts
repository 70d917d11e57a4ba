/** Returns the number of edits between two words, or `limit + 1` if it is above `limit`. */
export type EditDistance = (a: string, b: string, limit: number) => number;

const longest = 64;

/**
 * Optimal string alignment: an edit inserts, deletes or replaces a letter, or swaps two neighbouring letters. Words of
 * more than 64 letters never match.
 */
export function createEditDistance(): EditDistance {
  let beforeLast = new Uint8Array(longest + 1);
  let last = new Uint8Array(longest + 1);
  let current = new Uint8Array(longest + 1);
  return (a, b, limit) => {
    if (Math.abs(a.length - b.length) > limit) return limit + 1;
    if (Math.max(a.length, b.length) > longest) return limit + 1;
    if (limit === 1) return withinOne(a, b);
    for (let column = 0; column <= b.length; column++) last[column] = column;
    for (let row = 1; row <= a.length; row++) {
      current[0] = row;
      let least = row;
      const letter = a.charCodeAt(row - 1);
      for (let column = 1; column <= b.length; column++) {
        const other = b.charCodeAt(column - 1);
        let edits = last[column - 1]! + (letter === other ? 0 : 1);
        edits = Math.min(edits, last[column]! + 1, current[column - 1]! + 1);
        const isSwap =
          row > 1 &&
          column > 1 &&
          letter === b.charCodeAt(column - 2) &&
          other === a.charCodeAt(row - 2);
        if (isSwap) edits = Math.min(edits, beforeLast[column - 2]! + 1);
        current[column] = edits;
        least = Math.min(least, edits);
      }
      if (least > limit) return limit + 1;
      [beforeLast, last, current] = [last, current, beforeLast];
    }
    return last[b.length]!;
  };
}

/** Compares the first and the last difference: there must be exactly one edit between them. */
function withinOne(a: string, b: string): number {
  let start = 0;
  while (start < a.length && start < b.length && a.charCodeAt(start) === b.charCodeAt(start))
    start++;
  let [endA, endB] = [a.length, b.length];
  while (endA > start && endB > start && a.charCodeAt(endA - 1) === b.charCodeAt(endB - 1)) {
    endA--;
    endB--;
  }
  const [left, right] = [endA - start, endB - start];
  if (left === 0 && right === 0) return 0;
  if (left <= 1 && right <= 1) return 1;
  const isSwap =
    left === 2 && right === 2 && a[start] === b[start + 1] && a[start + 1] === b[start];
  return isSwap ? 1 : 2;
}
