import { expect, test } from "vitest";
import { diversify } from "./diversify.ts";

test("others come in where they fit nearly as well, and not where they do not", () => {
  const five = [0.8, 0.8, 0.8, 0.8, 0.8].map((fit) => ({ server: "one", fit }));
  const shown = (fit: number): string[] =>
    diversify([...five, { server: "two", fit }], 4, new Map()).map(({ server }) => server);
  expect(shown(0.78)).toEqual(["one", "one", "one", "two"]);
  expect(shown(0.5)).toEqual(["one", "one", "one", "one"]);
});

test("a server that was asked for may take all places", () => {
  const hits = [0.8, 0.8, 0.8].map((fit) => ({ server: "one", fit }));
  const all = [...hits, { server: "two", fit: 0.79 }];
  expect(diversify(all, 3, new Map([["one", true]]))).toEqual(hits);
});
