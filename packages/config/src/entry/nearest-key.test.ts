import { expect, test } from "vitest";
import { nearestKey } from "./nearest-key.ts";

const known = ["command", "args", "env", "cwd", "url", "headers", "description", "disabled"];

test.each([
  ["commnad", "command"],
  ["comand", "command"],
  ["Command", "command"],
  ["cmd", "command"],
  ["arg", "args"],
  ["agrs", "args"],
  ["arguments", "args"],
  ["environment", "env"],
  ["envs", "env"],
  ["working_directory", "cwd"],
  ["uri", "url"],
  ["header", "headers"],
  ["disable", "disabled"],
])("%s was meant to be %s", (written, meant) => {
  expect(nearestKey(written, known)).toBe(meant);
});

test.each(["run", "auth", "priority", "model", "key", "dir"])("%s is something else", (written) => {
  expect(nearestKey(written, known)).toBeUndefined();
});

test("a key of a million characters is a slip for none", () => {
  expect(nearestKey("command".repeat(150_000), ["command"])).toBeUndefined();
});
