import { describe, expect, it } from "vitest";
import { isPythonIdentifier, pythonName, pythonNames } from "./python-names.ts";

describe("pythonName", () => {
  it.each([
    ["create_issue", "create_issue"],
    ["my-server", "my_server"],
    ["API-post-search", "API_post_search"],
    ["a.b/c d", "a_b_c_d"],
    ["2fa", "_2fa"],
    ["from", "from_"],
    ["None", "None_"],
    ["match", "match"],
    ["données", "données"],
    ["检索", "检索"],
    ["ﬁnd", "find"],
    ["x²", "x2"],
    ["٣items", "_٣items"],
    ["🚀go", "_go"],
    ["!?", "__"],
    ["", "_"],
    ["__class__", "__class__"],
    ["call_tool", "call_tool"],
  ])("%j → %s", (name, alias) => {
    expect(pythonName(name)).toBe(alias);
    expect(isPythonIdentifier(alias)).toBe(true);
  });
});

describe("pythonNames", () => {
  it("lets a name that is an identifier keep itself, and numbers the others", () => {
    expect(pythonNames(["a-b", "a.b", "a_b", "a b", "a_b_2"])).toEqual(
      new Map([
        ["a-b", "a_b_4"],
        ["a.b", "a_b_5"],
        ["a_b", "a_b"],
        ["a b", "a_b_3"],
        ["a_b_2", "a_b_2"],
      ]),
    );
  });

  it("does not depend on the order of the names", () => {
    const names = ["x-y", "x.y", "class", "class_", "x y", "7", "_7"];
    const forwards = pythonNames(names);
    const backwards = pythonNames(names.toReversed());
    expect(names.map((name) => backwards.get(name))).toEqual([...forwards.values()]);
    expect(new Set(forwards.values()).size).toBe(names.length);
  });

  it("keeps the names' order and counts a name once", () => {
    expect([...pythonNames(["b-1", "a-1", "b-1"]).keys()]).toEqual(["b-1", "a-1"]);
  });
});
