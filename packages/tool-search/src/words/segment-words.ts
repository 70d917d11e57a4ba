import { splitIdentifier } from "./split-identifier.ts";

const word = /[\p{L}\p{M}\p{N}]+/gu;
const asciiWord = /[a-z0-9]+/g;
// oxlint-disable-next-line no-control-regex
const ascii = /^[\x00-\x7f]*$/;
const camelCase = /[\p{Ll}\p{N}]\p{Lu}|\p{Lu}\p{Lu}\p{Ll}/u;
const asciiCamelCase = /[a-z0-9][A-Z]|[A-Z][A-Z][a-z]/;
const unspaced =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}ー]+|[\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]+/gu;
const unspacedOnly = new RegExp(`^(?:${unspaced.source})$`, "u");
const dictionaryScript = /[\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u;

/** Whether a word is in a script that is split into pairs of characters or by a dictionary. */
export function isUnspaced(text: string): boolean {
  return unspacedOnly.test(text);
}

/** Whether a text contains a script that is segmented by a dictionary, which takes long. */
export function hasDictionaryScript(text: string): boolean {
  return dictionaryScript.test(text);
}

/**
 * The words of a text, or the first `most` of them, in lower case and without Latin diacritics. `GitHub` gives `github`, `git`, `hub`.
 * Chinese, Japanese and Korean give overlapping pairs of characters, which need no dictionary and so
 * are the same in a text and in a query; Thai, Lao, Khmer and Burmese are cut by Intl.Segmenter.
 */
export function segmentWords(text: string, most: number = Infinity): string[] {
  const isAscii = ascii.test(text);
  if (isAscii && !asciiCamelCase.test(text)) {
    return (text.toLowerCase().match(asciiWord) ?? []).slice(0, most);
  }
  const words: string[] = [];
  for (const run of (isAscii ? text : foldDiacritics(text)).match(word) ?? []) {
    if (words.length >= most) break;
    if (isAscii || ascii.test(run)) addWord(words, run);
    else addForeign(words, run, most);
  }
  return words.length > most ? words.slice(0, most) : words;
}

/** Removes the diacritics of Latin letters. */
export function foldDiacritics(text: string): string {
  return text
    .normalize("NFKD")
    .replace(/(\p{Script=Latin})\p{M}+/gu, "$1")
    .normalize("NFKC");
}

function addWord(words: string[], run: string): void {
  const lower = run.toLowerCase();
  words.push(lower);
  if (lower === run || !camelCase.test(run)) return;
  const parts = splitIdentifier(run);
  if (parts.length > 1) for (const part of parts) words.push(part.toLowerCase());
}

function addForeign(words: string[], run: string, most: number): void {
  let end = 0;
  for (const match of run.matchAll(unspaced)) {
    if (match.index > end) addWord(words, run.slice(end, match.index));
    end = match.index + match[0].length;
    if (dictionaryScript.test(match[0])) addSegments(words, match[0], most);
    else addPairs(words, match[0]);
  }
  if (end < run.length) addWord(words, run.slice(end));
}

function addPairs(words: string[], run: string): void {
  const characters = Array.from(run);
  if (characters.length === 1) words.push(run);
  for (let index = 0; index + 1 < characters.length; index++) {
    words.push(`${characters[index]}${characters[index + 1]}`);
  }
  // Katakana are used for foreign words, which stay complete words.
  for (const [katakana] of run.matchAll(/[\p{Script=Katakana}ー]{3,}/gu)) words.push(katakana);
}

function addSegments(words: string[], run: string, most: number): void {
  const segmenter = new Intl.Segmenter(undefined, { granularity: "word" });
  for (const { segment, isWordLike } of segmenter.segment(run)) {
    if (words.length >= most) return;
    if (isWordLike === true) words.push(segment);
  }
}
