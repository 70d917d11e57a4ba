import { expect, test } from "vitest";
import { stem } from "./stem.ts";

// Pairs of Porter's own vocabulary list.
test.each([
  ["caresses", "caress"],
  ["ponies", "poni"],
  ["cats", "cat"],
  ["agreed", "agre"],
  ["plastered", "plaster"],
  ["motoring", "motor"],
  ["conflated", "conflat"],
  ["sized", "size"],
  ["hopping", "hop"],
  ["falling", "fall"],
  ["filing", "file"],
  ["happy", "happi"],
  ["relational", "relat"],
  ["digitizer", "digit"],
  ["vietnamization", "vietnam"],
  ["formaliti", "formal"],
  ["triplicate", "triplic"],
  ["hopefulness", "hope"],
  ["revival", "reviv"],
  ["adoption", "adopt"],
  ["probate", "probat"],
  ["controll", "control"],
  ["yield", "yield"],
])("%s -> %s", (word, expected) => {
  expect(stem(word)).toBe(expected);
});

test("forms of a word meet", () => {
  for (const word of ["create", "creates", "created", "creating", "creation", "creator"]) {
    expect(stem(word)).toBe("creat");
  }
});

test("irregular forms meet", () => {
  expect(stem("wrote")).toBe(stem("writing"));
  expect(stem("children")).toBe(stem("child"));
  expect(stem("indices")).toBe(stem("indexes"));
  expect(stem("buses")).toBe(stem("bus"));
});

test.each([
  ["news", "new"],
  ["customer", "custom"],
  ["general", "generate"],
  ["positions", "positive"],
])("%s and %s stay apart", (word, other) => {
  expect(stem(word)).not.toBe(stem(other));
});

test("other scripts, digits and very long words stay", () => {
  for (const word of ["天气", "v2", "ab", "s".repeat(1000)]) expect(stem(word)).toBe(word);
});
