import { expect, it } from "vitest";
import { matchesPattern } from "./name-pattern.ts";

it.each([
  ["delete_*", "delete_repo"],
  ["delete_*", "delete_"],
  ["*", ""],
  ["*", "anything"],
  ["*_file", "read_file"],
  ["*issue*", "list_issues"],
  ["a*b*c", "a-b-b-c"],
  ["get-?um", "get-sum"],
  ["??", "🚀é"],
  ["get.sum", "get.sum"],
  ["**", "x"],
])("%j stands for %j", (pattern, name) => {
  expect(matchesPattern(pattern, name)).toBe(true);
});

it.each([
  ["delete_*", "undelete_repo"],
  ["delete", "delete_repo"],
  ["get.sum", "get-sum"],
  ["get-sum", "get_sum"],
  ["Delete_*", "delete_repo"],
  ["a*b*c", "a-c-b"],
  ["?", ""],
  ["", "x"],
  ["[a-z]", "b"],
])("%j does not stand for %j", (pattern, name) => {
  expect(matchesPattern(pattern, name)).toBe(false);
});

it("takes no longer for a name that was made to take long", () => {
  expect(matchesPattern("*a".repeat(30) + "b", "a".repeat(50_000))).toBe(false);
});
