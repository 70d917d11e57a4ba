import { createEditDistance } from "./edit-distance.ts";
import { lettersOf, type Lexicon, type Word } from "./lexicon.ts";

export interface Mended {
  word: Word;
  distance: number;
}

/** Finds the known words that an unknown one may stand for. */
export interface Spelling {
  /** Words within one edit, or two for long words; nearest and most used first. */
  mend(text: string): Mended[];
}

const maxMended = 4;
const shortest = 4;
const long = 8;
const longest = 40;

/** Words of one length with the set of letters of each, as bits. */
interface Shelf {
  words: Word[];
  letters: Int32Array;
}

export function createSpelling(lexicon: Lexicon): Spelling {
  const distanceOf = createEditDistance();
  let shelves = new Map<number, Shelf>();
  let shelved = -1;

  const near = (text: string, limit: number): Mended[] => {
    const letters = lettersOf(text);
    const found: Mended[] = [];
    for (let length = text.length - limit; length <= text.length + limit; length++) {
      const shelf = shelves.get(length);
      if (shelf === undefined) continue;
      for (let index = 0; index < shelf.letters.length; index++) {
        // One edit changes at most two letters of the set.
        if (bitCount(letters ^ shelf.letters[index]!) > 2 * limit) continue;
        const word = shelf.words[index]!;
        const distance = distanceOf(text, word.text, limit);
        if (distance <= limit) found.push({ word, distance });
      }
    }
    return found;
  };

  return {
    mend(text) {
      if (text.length < shortest || text.length > longest || /\p{N}/u.test(text)) return [];
      if (shelved !== lexicon.version) shelves = shelve(lexicon.words());
      shelved = lexicon.version;
      let found = near(text, 1);
      if (found.length === 0 && text.length >= long) found = near(text, 2);
      return found
        .toSorted((a, b) => a.distance - b.distance || byUse(a.word, b.word))
        .slice(0, maxMended);
    },
  };
}

function shelve(words: Iterable<Word>): Map<number, Shelf> {
  const byLength = new Map<number, Word[]>();
  for (const word of words) {
    const { length } = word.text;
    if (length > longest + 1) continue;
    const same = byLength.get(length);
    if (same === undefined) byLength.set(length, [word]);
    else same.push(word);
  }
  const shelves = new Map<number, Shelf>();
  for (const [length, same] of byLength) {
    shelves.set(length, {
      words: same,
      letters: Int32Array.from(same, ({ letters }) => letters),
    });
  }
  return shelves;
}

function byUse(a: Word, b: Word): number {
  return b.uses - a.uses || (a.text < b.text ? -1 : 1);
}

function bitCount(bits: number): number {
  let count = bits - ((bits >>> 1) & 0x55555555);
  count = (count & 0x33333333) + ((count >>> 2) & 0x33333333);
  return (((count + (count >>> 4)) & 0x0f0f0f0f) * 0x01010101) >>> 24;
}
