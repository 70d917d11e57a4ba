import { expect, it } from "vitest";
import { lastWords } from "./last-words.ts";

it("are the last lines", () => {
  expect(lastWords("1\n2\n\n3\n4\n5\n6\n")).toBe("2\n3\n4\n5\n6");
  expect(lastWords(" \n")).toBe("");
});

it("name no place of the host", () => {
  const panic =
    "Deno has panicked. This is a bug in Deno.\n\nPlatform: linux x86_64\nVersion: 2.9.5\n" +
    'Args: ["/home/ada/deno", "run"]\n\nthread \'main\' panicked at ext/a.rs:1:1:\nunwrap on none\n' +
    "    at Object.a (file:///home/ada/worker.js:1:1)\n";
  expect(lastWords(panic)).toBe(
    "Deno has panicked. This is a bug in Deno.\nthread 'main' panicked at ext/a.rs:1:1:\nunwrap on none",
  );
});
