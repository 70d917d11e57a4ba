import { expect, test } from "vitest";
import { createEditDistance } from "./edit-distance.ts";
import { createLexicon } from "./lexicon.ts";
import { createSpelling } from "./spelling.ts";

test.each([
  ["issue", "issue", 0],
  ["isue", "issue", 1],
  ["isssue", "issue", 1],
  ["issie", "issue", 1],
  ["isuse", "issue", 1],
  ["directroy", "dircetory", 2],
  ["kitten", "sitting", 3],
  ["", "abc", 3],
])("from %s to %s: %i edits, no more than 3", (a, b, edits) => {
  expect(createEditDistance()(a, b, 3)).toBe(edits);
});

test("gives one more than the limit when the limit is passed", () => {
  const distanceOf = createEditDistance();
  expect(distanceOf("abcdef", "uvwxyz", 1)).toBe(2);
  expect(distanceOf("a".repeat(65), "a".repeat(65), 1)).toBe(2);
});

test("corrects by the nearest and most used word, and follows the lexicon", () => {
  const lexicon = createLexicon((text) => text);
  const spelling = createSpelling(lexicon);
  const correct = (text: string): string[] => spelling.correct(text).map(({ word }) => word.text);
  lexicon.use([["create", "crate", "repository"].map(lexicon.intern)]);
  const again = lexicon.use([["create"].map(lexicon.intern)]);
  expect(correct("crete")).toEqual(["create", "crate"]);
  expect(correct("repsoitoyr")).toEqual(["repository"]);
  expect(correct("abc")).toEqual([]);
  expect(correct("v1234")).toEqual([]);
  lexicon.release(again);
  const gone = lexicon.use([["crates"].map(lexicon.intern)]);
  expect(correct("cratse")).toContain("crates");
  lexicon.release(gone);
  expect(correct("cratse")).not.toContain("crates");
});

test("of words of four letters, one with another letter is further off than one with a letter more, less or moved", () => {
  const lexicon = createLexicon((text) => text);
  const spelling = createSpelling(lexicon);
  lexicon.use([["back", "bank", "blank", "list", "table"].map(lexicon.intern)]);
  const correct = (text: string): [string, number][] =>
    spelling.correct(text).map(({ word, distance }) => [word.text, distance]);
  expect(correct("lisa")).toEqual([["list", 2]]);
  expect(correct("lsit")).toEqual([["list", 1]]);
  expect(correct("bakc")).toEqual([["back", 1]]);
  expect(correct("bnak")).toEqual([["bank", 1]]);
  expect(correct("banks")).toEqual([["bank", 1]]);
  expect(correct("tabla")).toEqual([["table", 1]]);
});
