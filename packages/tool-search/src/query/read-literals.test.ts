import { expect, test } from "vitest";
import { readLiterals } from "./read-literals.ts";

test.each([
  [
    "scrape https://news.example.com/a?b=c",
    "url",
    ["https", "news", "example", "com", "a", "b", "c"],
  ],
  ["read /etc/hosts", "path", ["etc", "hosts"]],
  ["replace foo in src/main.py", "path", ["src", "main", "py"]],
  [String.raw`open C:\Users\ada\notes.txt`, "path", ["c", "users", "ada", "notes", "txt"]],
  [
    "SELECT name FROM users WHERE id = 5",
    "sql",
    ["select", "name", "from", "users", "where", "id", "5"],
  ],
  ["run select * from users", "sql", ["select", "from", "users"]],
  ["select a hotel from the list and update the set", undefined, []],
  ["write to ada@example.org", undefined, ["ada", "example", "org"]],
  ["what is on 2025-03-01", "date", []],
  ["book a table on 4th of July", "date", []],
  ["wake me at 7:30", "time", []],
  ["meet at 5 pm", "time", []],
  ["compare either/or, 1/2 and v1.2 of Node.js", undefined, []],
])("%s", (query, kind, words) => {
  const literals = readLiterals(query);
  expect(literals.kinds.map(([name]) => name)).toEqual(kind === undefined ? [] : [kind]);
  expect([...literals.words]).toEqual(words);
});

test("a word that stands elsewhere too keeps its weight", () => {
  const { words } = readLiterals("list the issues of https://github.com/octo/issues");
  expect(words.has("issues")).toBe(false);
  expect(words.has("octo")).toBe(true);
});

test("long runs of signs take no long time", () => {
  const started = process.cpuUsage();
  for (const sign of ["a", "/", ".", "a-", "a/", "a.", "@a", "1/", "1:", "~/"]) {
    readLiterals(sign.repeat(2_000 / sign.length));
  }
  expect(process.cpuUsage(started).user / 1000).toBeLessThan(500);
});
