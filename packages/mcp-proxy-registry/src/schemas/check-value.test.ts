import { Ajv } from "ajv";
import { Ajv2020 } from "ajv/dist/2020.js";
import { describe, expect, it } from "vitest";
import { checkValue } from "./check-value.ts";

type Schema = Record<string, unknown>;

const point = {
  type: "object",
  properties: { x: { type: "number" }, y: { type: "number" } },
  required: ["x"],
  additionalProperties: false,
};
// As pydantic, zod and hand-written servers write them.
const schemas: Schema[] = [
  {},
  { type: "string" },
  { type: "integer" },
  { type: "number" },
  { type: "boolean" },
  { type: ["string", "null"] },
  { type: "array" },
  { type: "array", items: { type: "integer" } },
  { type: "array", items: { type: "string" }, minItems: 1, maxItems: 2 },
  { type: "string", minLength: 2, maxLength: 3 },
  { type: "integer", minimum: 0, exclusiveMaximum: 5 },
  { enum: ["open", "closed", 3, null] },
  { const: "x" },
  { anyOf: [{ type: "integer" }, { type: "null" }], default: null, title: "Limit" },
  { oneOf: [{ type: "string" }, { type: "array", items: { type: "string" } }] },
  { allOf: [{ type: "integer" }, { minimum: 3 }] },
  point,
  { type: "array", items: point },
  { $ref: "#/$defs/Point", $defs: { Point: point } },
  { type: "array", items: { $ref: "#/definitions/Point" }, definitions: { Point: point } },
  { type: "object", additionalProperties: { type: "integer" } },
  {
    anyOf: [
      {
        type: "object",
        properties: { kind: { const: "a" }, n: { type: "integer" } },
        required: ["kind"],
      },
      {
        type: "object",
        properties: { kind: { const: "b" }, s: { type: "string" } },
        required: ["kind"],
      },
    ],
  },
  {
    $defs: {
      Tree: {
        type: "object",
        properties: { children: { type: "array", items: { $ref: "#/$defs/Tree" } } },
        required: ["children"],
      },
    },
    $ref: "#/$defs/Tree",
  },
];

const values: unknown[] = [
  null,
  true,
  "",
  "5",
  "ab",
  "abcd",
  "x",
  "open",
  "äöü",
  0,
  3,
  5,
  -1,
  2.5,
  [],
  [1],
  ["a"],
  ["a", "b", "c"],
  [1, "a"],
  {},
  { x: 1 },
  { x: 1, y: "2" },
  { x: 1, z: 2 },
  [{ x: 1 }],
  [{ x: 1 }, { y: 1 }],
  { x: "text" },
  { kind: "a", n: 1 },
  { kind: "a", n: "1" },
  { kind: "b", s: "s" },
  { kind: "c" },
  { children: [{ children: [] }] },
  { children: [{ children: [{}] }] },
];

describe("checkValue", () => {
  it("agrees with Ajv on every one of these schemas and values", () => {
    const disagreements = [];
    for (const [Validator, tuple] of [
      [Ajv, { type: "array", items: [{ type: "string" }], additionalItems: { type: "integer" } }],
      [Ajv2020, { type: "array", prefixItems: [{ type: "string" }], items: { type: "integer" } }],
    ] as const) {
      const ajv = new Validator({ strict: false, validateFormats: false });
      for (const schema of [...schemas, tuple]) {
        const isValid = ajv.compile(schema);
        for (const value of values) {
          const fits = checkValue(value, schema, schema) === undefined;
          if (fits !== isValid(value)) disagreements.push({ schema, value, fits });
        }
      }
    }
    expect(disagreements).toEqual([]);
  });

  it("names the inner place, also of the alternative that was meant", () => {
    const schema = { properties: { at: { anyOf: [point, { type: "null" }] } } };
    const problem = checkValue({ at: { x: 1, y: "2" } }, schema, schema);
    expect(problem).toMatchObject({ path: ["at", "y"], value: "2" });
    expect(checkValue({ at: 5 }, schema, schema)).toMatchObject({ path: ["at"], value: 5 });
  });

  it.each<[string, Schema, unknown]>([
    ["an unknown type", { type: "datetime" }, 5],
    ["a type that is no type", { type: 7 }, 5],
    ["no type among several", { type: ["uuid", "string"] }, 5],
    ["a reference to nowhere", { $ref: "#/$defs/Gone" }, 5],
    ["a reference to another document", { $ref: "https://json-schema.test/x.json" }, 5],
    ["an unknown format", { type: "string", format: "no-such-format" }, "x"],
    ["a pattern that is none", { type: "string", pattern: "(?P<x>[" }, "x"],
    ["a pattern that takes for ever", { type: "string", pattern: "^(a+)+$" }, `${"a".repeat(50)}!`],
    [
      "broken keywords",
      { properties: 7, required: "all", enum: "x", anyOf: {}, items: 3 },
      { a: [1] },
    ],
    ["a limit of an older draft", { type: "number", minimum: 0, exclusiveMinimum: true }, 0],
    [
      "a missing member that has a default, though it is required",
      { properties: { a: { type: "string", default: "x" } }, required: ["a"] },
      {},
    ],
    ["null that OpenAPI allows", { type: "string", nullable: true }, null],
    [
      "a circle of references",
      { $ref: "#/$defs/a", $defs: { a: { $ref: "#/$defs/b" }, b: { $ref: "#/$defs/a" } } },
      1,
    ],
    ["a reference to itself", { $ref: "#" }, 1],
  ])("lets %s pass", (_what, schema, value) => {
    expect(checkValue(value, schema, schema)).toBeUndefined();
  });

  it("gives up on a schema that doubles its work at every level", () => {
    const names = Array.from({ length: 60 }, (_, level) => `d${level}`);
    const definitions = Object.fromEntries(
      names.map((name, level) => {
        const next = { $ref: `#/$defs/d${level + 1}` };
        return [name, level === names.length - 1 ? { type: "string" } : { anyOf: [next, next] }];
      }),
    );
    const schema = { $ref: "#/$defs/d0", $defs: definitions };
    expect(checkValue(5, schema, schema)).toBeUndefined();
  });

  it("is done with a megabyte of schema and as much of a value", () => {
    const properties = Object.fromEntries(
      Array.from({ length: 10_000 }, (_, index) => [
        `property-${index}`,
        { type: "string", description: "x".repeat(60) },
      ]),
    );
    const schema = { type: "object", properties };
    const value = Object.fromEntries(Object.keys(properties).map((name) => [name, "text"]));
    expect(checkValue(value, schema, schema)).toBeUndefined();
    expect(checkValue({ ...value, "property-9999": 5 }, schema, schema)).toMatchObject({
      path: ["property-9999"],
    });
  });

  it("keeps to its depth, however deep the value", () => {
    let deep: unknown = 1;
    for (let level = 0; level < 20_000; level += 1) deep = [deep];
    const schema = { type: "array", items: { $ref: "#" } };
    expect(checkValue(deep, schema, schema)).toBeUndefined();
  });
});
