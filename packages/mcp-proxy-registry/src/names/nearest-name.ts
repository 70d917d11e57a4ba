// Below this similarity a suggestion is noise.
const threshold = 0.45;
const longestName = 100;
// The most pairs of letters to compare, which takes some hundredths of a second. That covers thousands of names of
// usual length; further names are compared only by their words.
const maxPairs = 2_000_000;

/**
 * The names most similar to a wrong one, best first. Similarity is the better of edit distance (typing errors, swapped
 * letters) and shared words (`issue_create` for `create_issue`), both from 0 to 1.
 */
export function nearestNames(wrong: string, names: Iterable<string>, limit = 3): string[] {
  const left = words(wrong);
  const letters = left.join("");
  let pairs = maxPairs;
  const scoreOf = (name: string): number => {
    const right = words(name);
    const others = right.join("");
    pairs -= letters.length * others.length;
    const edits = pairs < 0 ? 0 : editSimilarity(letters, others);
    return Math.max(edits, wordSimilarity(left, right));
  };
  return [...new Set(names)]
    .map((name) => ({ name, score: scoreOf(name) }))
    .filter(({ score }) => score >= threshold)
    .toSorted((a, b) => b.score - a.score)
    .slice(0, limit)
    .map(({ name }) => name);
}

function words(name: string): string[] {
  return name
    .slice(0, longestName)
    .replace(/(\p{Ll}|\d)(\p{Lu})/gu, "$1 $2")
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== "");
}

function wordSimilarity(left: string[], right: string[]): number {
  const known = new Set(right);
  const shared = left.filter((word) => known.has(word)).length;
  return (2 * shared) / Math.max(left.length + right.length, 1);
}

function editSimilarity(a: string, b: string): number {
  const longest = Math.max(a.length, b.length);
  return longest === 0 ? 0 : 1 - editDistance(a, b) / longest;
}

/** Damerau-Levenshtein distance, adjacent swaps only ("optimal string alignment"). */
function editDistance(a: string, b: string): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i += 1) {
    const row = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const substitution = a[i - 1] === b[j - 1] ? 0 : 1;
      let cost = Math.min(
        (last[j] ?? 0) + 1,
        (row[j - 1] ?? 0) + 1,
        (last[j - 1] ?? 0) + substitution,
      );
      const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      if (swapped) cost = Math.min(cost, (beforeLast[j - 2] ?? 0) + 1);
      row.push(cost);
    }
    beforeLast = last;
    last = row;
  }
  return last[b.length] ?? 0;
}
