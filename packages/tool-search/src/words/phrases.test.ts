import { expect, test } from "vitest";
import { createFindPhrases } from "./phrases.ts";
import { stem } from "./stem.ts";

const findPhrases = createFindPhrases(
  ["delete remove: throw away; get rid of", "drop: throw away", "convert: turn into"],
  ["distance: how far", "direction: how get to", "status: is open"],
);
const meaningsIn = (query: string): [number, string[]][] =>
  Array.from(findPhrases(query.split(" ").map(stem)), ([place, { meanings }]) => [
    place,
    [...meanings],
  ]);

test("an action is found by its first word, with up to three words in between", () => {
  expect(meaningsIn("please throw it away")).toEqual([
    [1, [stem("delete"), stem("remove"), "drop"]],
  ]);
  expect(meaningsIn("getting rid of it")).toEqual([[0, [stem("delete"), stem("remove")]]]);
  expect(meaningsIn("turned the old ticket into one")).toEqual([[0, ["convert"]]]);
  expect(meaningsIn("turn the very old ticket into one")).toEqual([]);
  expect(meaningsIn("into turn")).toEqual([]);
});

test("what a question asks for is found where its words stand together, or after its verb", () => {
  expect(meaningsIn("how far is it")).toEqual([[0, [stem("distance")]]]);
  expect(meaningsIn("how is it far")).toEqual([]);
  expect(meaningsIn("how do i get to work")).toEqual([[0, [stem("direction")]]]);
  expect(meaningsIn("is the garage of my house open")).toEqual([[0, [stem("status")]]]);
  expect(findPhrases(["how", "far"]).get(0)?.isQuestion).toBe(true);
  expect(findPhrases([stem("throw"), stem("away")]).get(0)?.isQuestion).toBe(false);
});
