import { irregularWords, keptWords } from "../vocabulary/irregular-words.ts";

// M. F. Porter, "An algorithm for suffix stripping", Program 14(3), 1980, with his two later
// departures (-logi, -bli). Words that are not plain Latin letters are returned as they are.

const regular: ReadonlyMap<string, string> = new Map(
  irregularWords.flatMap(([word = "", ...forms]) => forms.map((form) => [form, word] as const)),
);
const kept: ReadonlyMap<string, string> = new Map(
  keptWords.flatMap((forms) => forms.map((form) => [form, forms[0]!] as const)),
);
const step2: readonly (readonly [string, string])[] = [
  ["ational", "ate"],
  ["tional", "tion"],
  ["enci", "ence"],
  ["anci", "ance"],
  ["izer", "ize"],
  ["bli", "ble"],
  ["alli", "al"],
  ["entli", "ent"],
  ["eli", "e"],
  ["ousli", "ous"],
  ["ization", "ize"],
  ["ation", "ate"],
  ["ator", "ate"],
  ["alism", "al"],
  ["iveness", "ive"],
  ["fulness", "ful"],
  ["ousness", "ous"],
  ["aliti", "al"],
  ["iviti", "ive"],
  ["biliti", "ble"],
  ["logi", "log"],
];

const step3: readonly (readonly [string, string])[] = [
  ["icate", "ic"],
  ["ative", ""],
  ["alize", "al"],
  ["iciti", "ic"],
  ["ical", "ic"],
  ["ful", ""],
  ["ness", ""],
];

const step4: readonly string[] =
  "ement ment ance ence able ible ant ent ism ate iti ous ive ize al er ic ou".split(" ");

const consonant = "[^aeiou]";
const vowel = "[aeiouy]";
const consonants = `${consonant}[^aeiouy]*`;
const vowels = `${vowel}[aeiou]*`;
const measureAbove0 = new RegExp(`^(${consonants})?${vowels}${consonants}`);
const measureIs1 = new RegExp(`^(${consonants})?${vowels}${consonants}(${vowels})?$`);
const measureAbove1 = new RegExp(`^(${consonants})?${vowels}${consonants}${vowels}${consonants}`);
const hasVowel = new RegExp(`^(${consonants})?${vowel}`);
const endsShort = new RegExp(`^${consonants}${vowel}[^aeiouwxy]$`);
const stemmable = /^[a-z]{3,40}$/;

/** The stem of an English word in lower case: `creating`, `created` and `creates` give `creat`. */
export function stem(form: string): string {
  if (!stemmable.test(form)) return form;
  const whole = kept.get(form);
  if (whole !== undefined) return whole;
  const word = regular.get(form) ?? form;
  const yAsConsonant = word.startsWith("y");
  let stemmed = yAsConsonant ? `Y${word.slice(1)}` : word;
  stemmed = stripPlural(stemmed);
  stemmed = stripPast(stemmed);
  if (stemmed.endsWith("y") && hasVowel.test(stemmed.slice(0, -1))) {
    stemmed = `${stemmed.slice(0, -1)}i`;
  }
  stemmed = replaceSuffix(stemmed, step2);
  stemmed = replaceSuffix(stemmed, step3);
  stemmed = stripSuffix(stemmed);
  stemmed = stripFinalE(stemmed);
  return yAsConsonant ? `y${stemmed.slice(1)}` : stemmed;
}

function stripPlural(word: string): string {
  if (word.endsWith("sses") || word.endsWith("ies")) return word.slice(0, -2);
  return word.endsWith("s") && !word.endsWith("ss") ? word.slice(0, -1) : word;
}

function stripPast(word: string): string {
  if (word.endsWith("eed")) {
    return measureAbove0.test(word.slice(0, -3)) ? word.slice(0, -1) : word;
  }
  const suffix = word.endsWith("ed") ? 2 : word.endsWith("ing") ? 3 : 0;
  const base = word.slice(0, word.length - suffix);
  if (suffix === 0 || !hasVowel.test(base)) return word;
  if (/(at|bl|iz)$/.test(base)) return `${base}e`;
  if (/([^aeiouylsz])\1$/.test(base)) return base.slice(0, -1);
  return endsShort.test(base) ? `${base}e` : base;
}

function replaceSuffix(word: string, table: readonly (readonly [string, string])[]): string {
  for (const [suffix, replacement] of table) {
    if (!word.endsWith(suffix)) continue;
    const base = word.slice(0, -suffix.length);
    return measureAbove0.test(base) ? base + replacement : word;
  }
  return word;
}

function stripSuffix(word: string): string {
  if (/[st]ion$/.test(word)) {
    const base = word.slice(0, -3);
    return measureAbove1.test(base) ? base : word;
  }
  const suffix = step4.find((candidate) => word.endsWith(candidate));
  if (suffix === undefined) return word;
  const base = word.slice(0, -suffix.length);
  return measureAbove1.test(base) ? base : word;
}

function stripFinalE(word: string): string {
  let stemmed = word;
  if (stemmed.endsWith("e")) {
    const base = stemmed.slice(0, -1);
    if (measureAbove1.test(base) || (measureIs1.test(base) && !endsShort.test(base))) {
      stemmed = base;
    }
  }
  return stemmed.endsWith("ll") && measureAbove1.test(stemmed) ? stemmed.slice(0, -1) : stemmed;
}
