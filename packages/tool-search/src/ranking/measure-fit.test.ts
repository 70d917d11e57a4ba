import { expect, test } from "vitest";
import { measureFit } from "./measure-fit.ts";

test("a fit grows with the share and with the number of words, between 0 and 1", () => {
  const fits = [
    measureFit(0, 3),
    measureFit(0.1, 3),
    measureFit(0.3, 3),
    measureFit(0.3, 9),
    measureFit(2, 30),
  ];
  expect(fits.toSorted((a, b) => a - b)).toEqual(fits);
  expect(fits[0]).toBe(0);
  expect(fits.at(-1)).toBeLessThanOrEqual(1);
  expect(measureFit(0, 0)).toBe(0);
});
