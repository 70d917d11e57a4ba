import { constants } from "node:fs";
import { expect, test } from "vitest";
import { fileRules } from "./file-rules.ts";

// The flag has no number on Windows.
test.skipIf(process.platform === "win32").each(["linux", "darwin"] as const)(
  "on %s modes count and links are not followed",
  (name) => {
    const rules = fileRules(name);
    expect(rules.modes).toBe(true);
    expect(rules.readFlags & constants.O_NOFOLLOW).toBe(constants.O_NOFOLLOW);
    expect([...rules.folderInUse]).toEqual(["ENOTEMPTY", "EEXIST"]);
  },
);

test("Windows has no modes, no flag against links, and other words for a folder in use", () => {
  const rules = fileRules("win32");
  expect(rules.modes).toBe(false);
  expect(rules.readFlags).toBe(constants.O_RDONLY);
  expect([...rules.folderInUse]).toEqual(["ENOTEMPTY", "EEXIST", "EPERM", "EACCES", "EBUSY"]);
});
