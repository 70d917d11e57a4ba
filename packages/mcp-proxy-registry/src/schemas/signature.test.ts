import { describe, expect, it } from "vitest";
import { signature } from "./signature.ts";

describe("signature", () => {
  it("puts required parameters first and shows lists, enums and defaults", () => {
    const schema = {
      type: "object",
      properties: {
        body: { type: "string" },
        owner: { type: "string" },
        labels: { type: "array", items: { type: "string" } },
        state: { type: "string", enum: ["open", "closed"], default: "open" },
        draft: { type: "boolean", default: false },
        repo: { type: "string" },
        limit: { type: "integer", default: 30 },
        filter: { type: "object", properties: { a: { type: "string" } } },
      },
      required: ["owner", "repo"],
    };
    expect(signature("create_issue", schema)).toBe(
      "create_issue(owner: str, repo: str, body: str = None, labels: list[str] = None, " +
        'state: "open" | "closed" = "open", draft: bool = False, limit: int = 30, filter: dict = None)',
    );
  });

  it("writes keywords as Python can, and names it cannot write as a dict", () => {
    const schema = {
      properties: {
        from: { type: "string" },
        "user-id": { type: "integer" },
        "page size": { type: "number" },
      },
      required: ["from", "user-id"],
    };
    expect(signature("find", schema)).toBe(
      'find(from_: str, **{"user-id": int}, **{"page size": float = None})',
    );
  });

  it("follows references and reads alternatives", () => {
    const schema = {
      $defs: {
        Point: { type: "object", properties: {} },
        Node: { anyOf: [{ type: "null" }, { $ref: "#/$defs/Node" }, { type: "string" }] },
        "a/b": { const: 5 },
      },
      properties: {
        at: { $ref: "#/$defs/Point" },
        id: { anyOf: [{ type: "string" }, { type: "integer" }, { type: "null" }] },
        size: { type: ["number", "null"] },
        both: { allOf: [{ description: "x" }, { type: "boolean" }] },
        escaped: { $ref: "#/$defs/a~1b" },
        nowhere: { $ref: "#/$defs/Missing" },
        elsewhere: { $ref: "https://example.com/schema.json" },
        circle: { $ref: "#/$defs/Node" },
      },
    };
    expect(signature("f", schema)).toBe(
      "f(at: dict = None, id: str | int | None = None, size: float | None = None, both: bool = None, " +
        "escaped: 5 = None, nowhere: Any = None, elsewhere: Any = None, circle: Any = None)",
    );
  });

  it("reads parameters that stand in allOf, anyOf or behind a reference", () => {
    const schema = {
      $ref: "#/$defs/Base",
      $defs: { Base: { properties: { a: { type: "string" } }, required: ["a"] } },
      allOf: [{ properties: { b: { type: "string" } }, required: ["b"] }],
      anyOf: [{ properties: { c: { type: "string" } }, required: ["c"] }],
    };
    expect(signature("f", schema)).toBe("f(a: str, b: str, c: str = None)");
  });

  it("stays one short line", () => {
    const values = Array.from({ length: 9 }, (_, index) => `value ${index}`);
    const properties = Object.fromEntries(
      Array.from({ length: 60 }, (_, index) => [`parameter_${index}`, { type: "string" }]),
    );
    expect(signature("f", { properties: { kind: { enum: values } }, required: ["kind"] })).toBe(
      'f(kind: "value 0" | "value 1" | "value 2" | "value 3" | "value 4" | …)',
    );
    const long = signature("f", { properties });
    expect(long.length).toBeLessThan(650);
    expect(long).toMatch(/, …\)$/);
    const text = { type: "string", default: "two\nlines" };
    const huge = { type: "string", default: "x".repeat(1000) };
    expect(signature("f", { properties: { text, huge } })).toBe(
      String.raw`f(text: str = "two\nlines", huge: str = …)`,
    );
  });

  it.each([
    [{}, "f()"],
    [{ properties: 7 }, "f()"],
    [
      { properties: { a: true, b: null, c: "string" } },
      "f(a: Any = None, b: Any = None, c: Any = None)",
    ],
    [{ properties: { a: { type: 5 } }, required: "a" }, "f(a: Any = None)"],
    [{ properties: { a: { enum: [] } }, required: [3, "a"] }, "f(a: Any)"],
    [{ properties: { a: {} }, additionalProperties: true }, "f(a: Any = None, **more)"],
    [{ $ref: "#" }, "f()"],
    [{ allOf: [{ $ref: "#" }, { $ref: "#/allOf" }] }, "f()"],
  ])("survives %j", (schema, expected) => {
    expect(signature("f", schema)).toBe(expected);
  });
});
