import { createEditDistance } from "./edit-distance.ts";
import { lettersOf, type Lexicon, type Word } from "./lexicon.ts";

/** A known word that a misspelt one may stand for, and the number of edits between them. */
export interface Correction {
  word: Word;
  distance: number;
}

/** Finds the known words that a misspelt word may stand for. */
export interface Spelling {
  /**
   * Words within one edit, or two for long words; the closest and most frequent first. They share the first or the last
   * letter, since rarely are both mistyped. A replaced letter in a word of four counts as two edits, because it also
   * turns `back` into `bank`.
   */
  correct(text: string): Correction[];
}

const maxCorrections = 4;
const shortest = 4;
const long = 8;
const longest = 40;

/** Words of one length that start, or end, with one letter. */
interface Shelf {
  words: Word[];
  /** The set of letters of each word, as bits. */
  letters: number[];
}

type End = 0 | 1;
const ends: readonly End[] = [0, 1];

export function createSpelling(lexicon: Lexicon): Spelling {
  const distanceOf = createEditDistance();
  /** Filled at the first use, and kept up to date from then on. */
  let shelves: Map<number, Shelf> | undefined;

  const near = (text: string, limit: number, on: ReadonlyMap<number, Shelf>): Correction[] => {
    const letters = lettersOf(text);
    const first = text.charCodeAt(0);
    const found: Correction[] = [];
    for (let length = text.length - limit; length <= text.length + limit; length++) {
      for (const end of ends) {
        const shelf = on.get(keyOf(text, end, length));
        if (shelf === undefined) continue;
        for (let index = 0; index < shelf.letters.length; index++) {
          // One edit changes at most two letters of the set.
          if (bitCount(letters ^ shelf.letters[index]!) > 2 * limit) continue;
          const word = shelf.words[index]!;
          if (end === 1 && word.text.charCodeAt(0) === first) continue;
          const distance = distanceOf(text, word.text, limit);
          if (distance > limit) continue;
          found.push({ word, distance: isOtherWord(text, word.text) ? 2 : distance });
        }
      }
    }
    return found;
  };

  const fill = (): Map<number, Shelf> => {
    const filled = new Map<number, Shelf>();
    for (const word of lexicon.words()) shelve(word, filled);
    lexicon.watch({
      added: (word) => shelve(word, filled),
      removed: (word) => unshelve(word, filled),
    });
    return filled;
  };

  return {
    correct(text) {
      if (text.length < shortest || text.length > longest || /\p{N}/u.test(text)) return [];
      shelves ??= fill();
      let found = near(text, 1, shelves);
      if (found.length === 0 && text.length >= long) found = near(text, 2, shelves);
      return found
        .toSorted((a, b) => a.distance - b.distance || byUse(a.word, b.word))
        .slice(0, maxCorrections);
    },
  };
}

function isOtherWord(text: string, other: string): boolean {
  if (text.length > shortest || other.length !== text.length) return false;
  let replaced = 0;
  for (let index = 0; index < text.length; index++) {
    if (text.charCodeAt(index) !== other.charCodeAt(index)) replaced++;
  }
  return replaced === 1;
}

/** Combines a length, an end, and the letter there into one number. */
function keyOf(text: string, end: End, length: number): number {
  const letter = text.charCodeAt(end === 0 ? 0 : text.length - 1);
  return (letter * 64 + length) * 2 + end;
}

function shelve(word: Word, shelves: Map<number, Shelf>): void {
  if (word.text.length > longest + 2) return;
  for (const end of ends) {
    const key = keyOf(word.text, end, word.text.length);
    let shelf = shelves.get(key);
    if (shelf === undefined) shelves.set(key, (shelf = { words: [], letters: [] }));
    shelf.words.push(word);
    shelf.letters.push(word.letters);
  }
}

function unshelve(word: Word, shelves: Map<number, Shelf>): void {
  if (word.text.length > longest + 2) return;
  for (const end of ends) {
    const shelf = shelves.get(keyOf(word.text, end, word.text.length))!;
    const index = shelf.words.indexOf(word);
    const [lastWord, lastLetters] = [shelf.words.pop()!, shelf.letters.pop()!];
    if (index === shelf.words.length) continue;
    shelf.words[index] = lastWord;
    shelf.letters[index] = lastLetters;
  }
}

function byUse(a: Word, b: Word): number {
  return b.uses - a.uses || (a.text < b.text ? -1 : 1);
}

function bitCount(bits: number): number {
  let count = bits - ((bits >>> 1) & 0x55555555);
  count = (count & 0x33333333) + ((count >>> 2) & 0x33333333);
  return (((count + (count >>> 4)) & 0x0f0f0f0f) * 0x01010101) >>> 24;
}
