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

test("mends by the nearest and most used word, and follows the lexicon", () => {
  const lexicon = createLexicon((text) => text);
  const spelling = createSpelling(lexicon);
  const mend = (text: string): string[] => spelling.mend(text).map(({ word }) => word.text);
  lexicon.use([["create", "crate", "repository"].map(lexicon.intern)]);
  const again = lexicon.use([["create"].map(lexicon.intern)]);
  expect(mend("crete")).toEqual(["create", "crate"]);
  expect(mend("repsoitoyr")).toEqual(["repository"]);
  expect(mend("abc")).toEqual([]);
  expect(mend("v1234")).toEqual([]);
  lexicon.release(again);
  const gone = lexicon.use([["crates"].map(lexicon.intern)]);
  expect(mend("cratse")).toContain("crates");
  lexicon.release(gone);
  expect(mend("cratse")).not.toContain("crates");
});

test("of words of four letters, one with another letter is further off than one with a letter more, less or moved", () => {
  const lexicon = createLexicon((text) => text);
  const spelling = createSpelling(lexicon);
  lexicon.use([["back", "bank", "blank", "list", "table"].map(lexicon.intern)]);
  const mend = (text: string): [string, number][] =>
    spelling.mend(text).map(({ word, distance }) => [word.text, distance]);
  expect(mend("lisa")).toEqual([["list", 2]]);
  expect(mend("lsit")).toEqual([["list", 1]]);
  expect(mend("bakc")).toEqual([["back", 1]]);
  expect(mend("bnak")).toEqual([["bank", 1]]);
  expect(mend("banks")).toEqual([["bank", 1]]);
  expect(mend("tabla")).toEqual([["table", 1]]);
});
