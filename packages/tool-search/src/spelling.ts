import { editDistance } from "./edit-distance.ts";

export interface Mended {
  word: string;
  distance: number;
}

/** The words that are known, with the number of tools that have them; mends those that are not. */
export interface Spelling {
  add(words: Iterable<string>): void;
  remove(words: Iterable<string>): void;
  has(word: string): boolean;
  /** Known words within one edit, or two for long words; nearest and most frequent first. */
  mend(word: string): Mended[];
}

const maxMended = 4;
const longWord = 8;
const shortestWord = 4;
const longestWord = 40;

interface Bucket {
  words: string[];
  letters: number[];
}

export function createSpelling(): Spelling {
  const counts = new Map<string, number>();
  let buckets: Map<number, Bucket> | undefined;

  const candidates = (word: string, limit: number): Mended[] => {
    buckets ??= sortByLength(counts.keys());
    const letters = lettersOf(word);
    const found: Mended[] = [];
    for (let length = word.length - limit; length <= word.length + limit; length++) {
      const bucket = buckets.get(length);
      if (bucket === undefined) continue;
      for (let index = 0; index < bucket.words.length; index++) {
        if (bitCount(letters ^ bucket.letters[index]!) > 2 * limit) continue;
        const candidate = bucket.words[index]!;
        const distance = editDistance(word, candidate, limit);
        if (distance <= limit) found.push({ word: candidate, distance });
      }
    }
    return found;
  };

  return {
    add(words) {
      for (const word of words) {
        const count = counts.get(word);
        if (count === undefined) buckets = undefined;
        counts.set(word, (count ?? 0) + 1);
      }
    },
    remove(words) {
      for (const word of words) {
        const left = (counts.get(word) ?? 0) - 1;
        if (left > 0) counts.set(word, left);
        else if (counts.delete(word)) buckets = undefined;
      }
    },
    has: (word) => counts.has(word),
    mend(word) {
      if (word.length < shortestWord || word.length > longestWord || /\p{N}/u.test(word)) return [];
      let found = candidates(word, 1);
      if (found.length === 0 && word.length >= longWord) found = candidates(word, 2);
      return found
        .sort(
          (a, b) =>
            a.distance - b.distance ||
            counts.get(b.word)! - counts.get(a.word)! ||
            (a.word < b.word ? -1 : 1),
        )
        .slice(0, maxMended);
    },
  };
}

function sortByLength(words: Iterable<string>): Map<number, Bucket> {
  const buckets = new Map<number, Bucket>();
  for (const word of words) {
    let bucket = buckets.get(word.length);
    if (bucket === undefined) buckets.set(word.length, (bucket = { words: [], letters: [] }));
    bucket.words.push(word);
    bucket.letters.push(lettersOf(word));
  }
  return buckets;
}

/** A set of letters as bits: one edit changes at most two of them. */
function lettersOf(word: string): number {
  let letters = 0;
  for (let index = 0; index < word.length; index++) letters |= 1 << (word.charCodeAt(index) & 31);
  return letters;
}

function bitCount(bits: number): number {
  let count = 0;
  for (let rest = bits; rest !== 0; rest &= rest - 1) count++;
  return count;
}
