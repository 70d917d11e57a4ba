import { expect, test } from "vitest";
import { writeSignature } from "./write-signature.ts";

const text = { type: "string" };

test("required arguments come first with what they look like, text as their bare name", () => {
  const properties = {
    count: { type: "integer" },
    path: text,
    tags: { type: ["array", "null"], items: text },
    filter: { anyOf: [{ type: "null" }, { type: "object", properties: { a: text } }] },
    size: { type: "number" },
    order: { enum: ["asc", "desc", null] },
  };
  expect(writeSignature("put", { properties, required: ["size", "path", "order"] })).toBe(
    'put(path, size: float, order: "asc"|"desc", count?, tags?: list, filter?: dict)',
  );
  expect(writeSignature("ping", undefined)).toBe("ping()");
});

test("an argument with a default may be left out, also if the schema requires it", () => {
  const properties = { path: text, scale: { enum: ["css", "device"], default: "css" } };
  expect(writeSignature("shoot", { properties, required: ["path", "scale"] })).toBe(
    "shoot(path, scale?)",
  );
});

test("what a required list or dict must hold is shown, also behind references", () => {
  const entity = {
    type: "object",
    properties: { name: text, kind: { const: "person" }, age: { type: "integer" }, more: {} },
    required: ["name", "age"],
  };
  const schema = {
    $defs: { Entity: entity, All: { type: "array", items: { $ref: "#/$defs/Entity" } } },
    properties: {
      entities: { allOf: [{ $ref: "#/$defs/All" }] },
      at: { type: "object", properties: { x: { type: "number" }, label: text } },
      to: { anyOf: [{ $ref: "#/$defs/Entity" }, text] },
      free: { anyOf: [{ $ref: "#/$defs/Entity" }, { type: "object" }] },
    },
    required: ["entities", "at", "to", "free"],
  };
  expect(writeSignature("add", schema)).toBe(
    "add(entities: [{name, age: int, …}], at: {x: float, label}, to: {name, age: int, …}|str, free: dict)",
  );
});

test("of many optional arguments a few are named, those for paging last", () => {
  const names = ["page", "per_page", "state", "labels", "sort", "since", "direction", "cursor"];
  const properties = Object.fromEntries(["owner", "repo", ...names].map((name) => [name, text]));
  expect(writeSignature("list", { properties, required: ["owner", "repo"] })).toBe(
    "list(owner, repo, state?, labels?, sort?, since?, +4 more)",
  );
  // The fifth takes no more room than the word that there is one.
  const five = Object.fromEntries(names.slice(0, 5).map((name) => [name, text]));
  const required = { owner: text, repo: text };
  expect(
    writeSignature("list", { properties: { ...required, ...five }, required: ["owner", "repo"] }),
  ).toBe("list(owner, repo, state?, labels?, sort?, page?, per_page?)");
});

test("of many choices some are shown, and it is said that there are more", () => {
  const region = { enum: ["KR", "BR", "EUW", "LAN", "NA", "OCE"] };
  const order = { enum: ["KR", "BR", "EUW", "LAN", "NA"] };
  expect(
    writeSignature("f", { properties: { region, order }, required: ["region", "order"] }),
  ).toBe('f(region: "KR"|"BR"|"EUW"|…, order: "KR"|"BR"|"EUW"|"LAN"|"NA")');
});

test("names that Python cannot write stand in quotes", () => {
  const properties = { from: text, "user-id": text, größe: text };
  expect(writeSignature("find", { properties, required: ["from", "user-id"] })).toBe(
    'find("from", "user-id", größe?)',
  );
});

test("arguments of parts are read; what one branch of several requires, others may not", () => {
  const schema = {
    $ref: "#/$defs/Base",
    $defs: { Base: { properties: { a: text }, required: ["a"] } },
    allOf: [{ properties: { b: text }, required: ["b"] }],
    anyOf: [{ properties: { c: text }, required: ["c"] }],
  };
  expect(writeSignature("f", schema)).toBe("f(a, b, c?)");
});

test.each([
  [{ properties: 7 }, "f()"],
  [{ properties: { a: true, b: null, c: "string" } }, "f(a?, b?, c?)"],
  [{ properties: { a: { type: 5 }, b: { enum: [] } }, required: "a" }, "f(a?, b?)"],
  [{ properties: { a: { enum: [] } }, required: [3, "a", "none"] }, "f(a)"],
  [{ $ref: "#", properties: { a: { $ref: "#/properties/a" } }, required: ["a"] }, "f(a)"],
  [{ allOf: [{ $ref: "#/allOf/0" }] }, "f()"],
])("survives %j", (schema, expected) => {
  expect(writeSignature("f", schema)).toBe(expected);
});

test("stays one line of bounded length", () => {
  const properties = Object.fromEntries(
    Array.from({ length: 10_000 }, (_, index) => [
      `argument\u0000${index} ${"x".repeat(100)}`,
      text,
    ]),
  );
  const wide = { type: "object", properties };
  const all = Object.keys(properties);
  const signature = writeSignature("f", {
    properties: { ...properties, wide: { type: "array", items: wide } },
    required: [...all, "wide"],
  });
  expect(signature.length).toBeLessThan(1_500);
  expect(signature).toMatch(/^f\("argument 0 x+", .*, \+9981 more\)$/);
  const nest = (levels: number): object => ({
    type: "object",
    properties: Object.fromEntries(
      Array.from({ length: 30 }, (_, index) => [
        `key${index}`,
        levels > 0 ? nest(levels - 1) : text,
      ]),
    ),
  });
  expect(writeSignature("f", { properties: { deep: nest(2) }, required: ["deep"] })).toBe(
    `f(deep: {${Array.from({ length: 8 }, (_, index) => `key${index}: dict`).join(", ")}, …})`,
  );
  const cyclic: Record<string, unknown> = { type: "object" };
  cyclic["properties"] = { again: cyclic };
  expect(writeSignature("f", { properties: { cyclic }, required: ["cyclic"] })).toBe(
    "f(cyclic: {again: {again: {again: dict}}})",
  );
});
