import { expect, test } from "vitest";
import { createLexicon, type Word } from "./lexicon.ts";
import { readWords } from "./read-words.ts";
import { segmentWords } from "./segment-words.ts";

const lexiconOf = () => createLexicon((text) => text.slice(0, 3));

test.each([
  "Create an Issue in getHTTPResponse_v2, now!",
  "SHA256Hash x2Y",
  "café au lait 天气预报 GitHub",
  "",
])("reads of %j the words that it is segmented into", (text) => {
  const lexicon = lexiconOf();
  for (let round = 0; round < 2; round++) {
    const words: Word[] = [];
    readWords(text, lexicon, words, 100);
    expect(words.map((word) => word.text)).toEqual(segmentWords(text));
    expect(words).toEqual(segmentWords(text).map(lexicon.wordFor));
  }
});

test("reads no more words than it may", () => {
  const words: Word[] = [];
  readWords("a bC d 天气预报", lexiconOf(), words, 3);
  expect(words).toHaveLength(3);
});

test("words of one hash are told apart, and forgotten one by one", () => {
  const lexicon = lexiconOf();
  const [first, second] = lexicon.use([[lexicon.intern("an"), lexicon.intern("c0")]]);
  expect([lexicon.wordFor("an"), lexicon.wordFor("c0")]).toEqual([first, second]);
  lexicon.release([first!]);
  expect(lexicon.wordFor("an")).not.toBe(first);
  expect(lexicon.wordFor("c0")).toBe(second);
  expect([...lexicon.words()]).toEqual([second]);
  lexicon.release([second!]);
  expect([...lexicon.words()]).toEqual([]);
});

test("a term is there as long as a word has it", () => {
  const lexicon = lexiconOf();
  const words = lexicon.use([["bake", "baker"].map(lexicon.intern)]);
  expect(words[0]?.term).toBe(words[1]?.term);
  lexicon.release([words[0]!]);
  expect(lexicon.term("bak")).toBe(words[1]?.term);
  lexicon.release([words[1]!]);
  expect(lexicon.term("bak")).toBeUndefined();
});
