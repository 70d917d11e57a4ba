import { RegistryError, type Catalog } from "@mcp-code-execution/mcp-proxy-registry";
import { expect, test } from "vitest";
import { unsearchedNotices } from "./unsearched-notices.ts";

type Failures = Catalog["failures"];

function failing(names: readonly string[], code: RegistryError["code"] = "start-failed"): Failures {
  return names.map((server) => ({
    server,
    error: new RegistryError(code, `Server "${server}" did not start: x`, { server }),
  }));
}

test("a few servers that failed are told with their reasons, many with their names alone", () => {
  expect(unsearchedNotices(failing(["a", "b", "c"]))).toEqual([
    'the tools of a were not searched: Server "a" did not start: x',
    'the tools of b were not searched: Server "b" did not start: x',
    'the tools of c were not searched: Server "c" did not start: x',
  ]);
  expect(unsearchedNotices(failing(["a", "b", "c", "d"]))).toEqual([
    "the tools of a, b, c, d were not searched: they cannot be used now; a call of one says why",
  ]);
  const many = Array.from({ length: 25 }, (_, index) => `s${index}`);
  expect(unsearchedNotices(failing(many))[0]).toMatch(/s19 and 5 more were not searched: /);
});

test("servers that are still starting are told together", () => {
  const one = failing(["slow"], "still-starting");
  expect(unsearchedNotices(one)).toEqual([
    "the tools of slow were not searched: it is still starting; search again later",
  ]);
  const [a] = failing(["a"]);
  expect(unsearchedNotices([...one, a!, ...failing(["slower"], "still-starting")])).toEqual([
    'the tools of a were not searched: Server "a" did not start: x',
    "the tools of slow, slower were not searched: they are still starting; search again later",
  ]);
});
