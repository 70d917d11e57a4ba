import { addToHash, emptyHash, type Lexicon, type Word } from "./lexicon.ts";
import { segmentWords } from "./segment-words.ts";

// oxlint-disable-next-line no-control-regex
const ascii = /^[\x00-\x7f]*$/;

/**
 * Reads the words of a text into a list of at most `most`: what `segmentWords` gives, as words of the
 * lexicon. Plain words are found without making strings of them, which is what most of the time went to.
 */
export function readWords(text: string, lexicon: Lexicon, words: Word[], most: number): void {
  if (!ascii.test(text)) return addSegments(text, lexicon, words, most);
  let start = -1;
  let hash = emptyHash;
  let hasInnerCapital = false;
  for (let index = 0; index <= text.length && words.length < most; index++) {
    // Beyond the end it is NaN, which is no letter.
    const code = text.charCodeAt(index);
    const isCapital = code >= 65 && code <= 90;
    if (isCapital || (code >= 97 && code <= 122) || (code >= 48 && code <= 57)) {
      if (start < 0) start = index;
      else if (isCapital) hasInnerCapital = true;
      hash = addToHash(hash, isCapital ? code + 32 : code);
    } else if (start >= 0) {
      if (hasInnerCapital) addSegments(text.slice(start, index), lexicon, words, most);
      else words.push(lexicon.internPart(text, start, index, hash));
      start = -1;
      hash = emptyHash;
      hasInnerCapital = false;
    }
  }
}

function addSegments(text: string, lexicon: Lexicon, words: Word[], most: number): void {
  for (const word of segmentWords(text)) {
    if (words.length >= most) return;
    words.push(lexicon.intern(word));
  }
}
