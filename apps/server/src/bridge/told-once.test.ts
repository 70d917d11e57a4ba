import { expect, test } from "vitest";
import { toldOnce } from "./told-once.ts";

const reason = 'Server "a" did not start: its process exited with code 3';
const full = `${reason}\nThe last lines of its stderr:\noh`;
const unsearched = `the tools of a were not searched: ${reason}`;
const more = 'More about server "a": The last lines of its stderr:\noh';

test("a failure that the error of the run tells is not told again by the notices", () => {
  expect(toldOnce([full], reason)).toEqual([more]);
  expect(toldOnce([unsearched, full], reason)).toEqual([
    "the tools of a were not searched: see the error",
    more,
  ]);
});

test("a failure that a notice tells is told once", () => {
  expect(toldOnce([unsearched, full], undefined)).toEqual([unsearched, more]);
  expect(toldOnce(["not searched: Broken", "Broken\nin /folder"], undefined)).toEqual([
    "not searched: Broken",
    "More about the error: in /folder",
  ]);
});

test("any other notice is told as it is", () => {
  const notices = [full, "something else", 'Server "b" did not start: x\nin /folder'];
  expect(toldOnce(notices, undefined)).toEqual(notices);
  expect(toldOnce(notices, "")).toEqual(notices);
  expect(toldOnce(notices, "else")).toEqual(notices);
});
