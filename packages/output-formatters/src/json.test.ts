import { expect, it } from "vitest";
import { formatJson } from "./json.ts";

it("holds no control character as it is, and reads as what it was", () => {
  const facts = { status: "ok", stdout: "a\u009B2J\u007F\u0085\u001B[0mé" } as const;
  const text = formatJson(facts);
  expect(text).not.toMatch(/\p{Cc}/u);
  expect(JSON.parse(text)).toEqual(facts);
});
