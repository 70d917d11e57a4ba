import { expect, test } from "vitest";
import { parseArguments } from "./parse-arguments.ts";

const schema = {
  type: "object",
  properties: { title: { type: "string" }, limit: { type: "number" }, tags: { type: "array" } },
};

test("key=value is read by the schema, and as JSON where that says nothing", () => {
  expect(
    parseArguments(
      ["title=5", "limit=5", 'tags=["a"]', "other=true", "free=a=b", "empty="],
      schema,
    ),
  ).toEqual({ title: "5", limit: 5, tags: ["a"], other: true, free: "a=b", empty: "" });
  expect(parseArguments([], schema)).toEqual({});
});

test("one JSON object is taken as it is", () => {
  expect(parseArguments(['{"title": "x", "limit": 2}'], schema)).toEqual({ title: "x", limit: 2 });
});

test.each([
  [["{bad"], "are no JSON object"],
  [["{}", "a=1"], "not both"],
  [["word"], "is neither a JSON object nor key=value"],
])("%j is refused", (words, message) => {
  expect(() => parseArguments(words, schema)).toThrow(message);
});
