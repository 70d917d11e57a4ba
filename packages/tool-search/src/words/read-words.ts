import { addToHash, emptyHash, type Lexicon, type Word } from "./lexicon.ts";
import { hasDictionaryScript, segmentWords } from "./segment-words.ts";

/** For each ASCII letter and digit its lower-case form, and 0 for every separator. */
const small: Uint8Array = Uint8Array.from({ length: 128 }, (_, code) => {
  const character = String.fromCodePoint(code);
  return /[a-z0-9]/i.test(character) ? character.toLowerCase().charCodeAt(0) : 0;
});

/**
 * How many times longer than for a plain character it takes to read a character of another text, and of a script that a
 * dictionary segments.
 */
const foreignEffort = 4;
const dictionaryEffort = 30;

/**
 * Reads the words of a text into a list of at most `most`: what `segmentWords` gives, as words of the
 * lexicon. Plain words are found without making strings of them, which is what most of the time went to.
 * Gives the number of characters that took as long.
 */
export function readWords(text: string, lexicon: Lexicon, words: Word[], most: number): number {
  const before = words.length;
  const { length } = text;
  let index = 0;
  while (index < length && words.length < most) {
    const start = index;
    let hash = emptyHash;
    let hasInnerCapital = false;
    for (; index < length; index++) {
      const code = text.charCodeAt(index);
      if (code > 127) {
        words.length = before;
        addSegments(text, lexicon, words, most);
        return length * (hasDictionaryScript(text) ? dictionaryEffort : foreignEffort);
      }
      const letter = small[code]!;
      if (letter === 0) break;
      if (letter !== code && index > start) hasInnerCapital = true;
      hash = addToHash(hash, letter);
    }
    if (hasInnerCapital) addSegments(text.slice(start, index), lexicon, words, most);
    else if (index > start) words.push(lexicon.internPart(text, start, index, hash));
    index++;
  }
  return index;
}

function addSegments(text: string, lexicon: Lexicon, words: Word[], most: number): void {
  for (const word of segmentWords(text, most - words.length)) words.push(lexicon.intern(word));
}
