import { expect, test } from "vitest";
import { expandVariables } from "./expand-variables.ts";

const environment = { HOST: "example.com", PORT: "8080", EMPTY: "", TRICK: "${HOST}" };

test.each([
  ["${HOST}", "example.com"],
  ["http://${HOST}:${PORT}/", "http://example.com:8080/"],
  ["${env:HOST}", "example.com"],
  ["${HOST:-other}", "example.com"],
  ["${NONE:-other}", "other"],
  ["${NONE:-}", ""],
  ["${NONE:-http://x:1/?a=b c}", "http://x:1/?a=b c"],
  ["${NONE:-${PORT}}/x", "8080/x"],
  ["${NONE:-${ALSO_NONE:-80}}", "80"],
  ["${EMPTY}", ""],
  ["${EMPTY:-other}", "other"],
  ["${TRICK}", "${HOST}"],
  ["$${HOST}", "${HOST}"],
  ["$HOST costs $5 and 100%", "$HOST costs $5 and 100%"],
  ["${1} ${a.b} ${}", "${1} ${a.b} ${}"],
])("%s becomes %j", (written, text) => {
  expect(expandVariables(written, environment)).toEqual({ text, missing: [] });
});

test("a variable without value or default is named and left as written", () => {
  expect(expandVariables("${NONE}-${HOST}-${GONE}", environment)).toEqual({
    text: "${NONE}-example.com-${GONE}",
    missing: ["NONE", "GONE"],
  });
  expect(expandVariables("${NONE:-${GONE}}", environment).missing).toEqual(["GONE"]);
});

test("a text of references that do not end is read at once", () => {
  const text = "${A:-".repeat(200_000);
  const began = process.cpuUsage();
  expect(expandVariables(text, {})).toEqual({ text, missing: [] });
  const { user, system } = process.cpuUsage(began);
  expect((user + system) / 1e6).toBeLessThan(10);
});
