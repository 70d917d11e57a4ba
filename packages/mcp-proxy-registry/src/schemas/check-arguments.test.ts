import { describe, expect, it } from "vitest";
import { checkArguments } from "./check-arguments.ts";
import type { CatalogTool } from "../catalog/catalog-types.ts";
import { signature } from "./signature.ts";

function tool(inputSchema: Record<string, unknown>): CatalogTool {
  return {
    server: "github",
    name: "create-issue",
    alias: "create_issue",
    description: "",
    inputSchema,
    signature: signature("create_issue", inputSchema),
  };
}

const issue = tool({
  type: "object",
  properties: { title: { type: "string" }, body: { type: "string" }, from: { type: "string" } },
  required: ["title"],
});

describe("checkArguments", () => {
  it("lets right arguments through, and leaves undefined ones out", () => {
    expect(checkArguments(issue, { title: "t", body: undefined })).toEqual({ title: "t" });
  });

  it("looks at none of many more arguments than there are parameters", () => {
    const many = Object.fromEntries(Array.from({ length: 1_000 }, (_, index) => [`p${index}`, 1]));
    expect(() => checkArguments(issue, many)).toThrow("1000 were given, and it has 3 parameters");
    expect(checkArguments(tool({ type: "object" }), many)).toEqual(many);
  });

  it("names what is missing, what is not known, the nearest and the signature", () => {
    expect(() => checkArguments(issue, { titel: "t", color: "red" })).toThrow(
      'Wrong arguments for tool "create-issue" of server "github": there is no "titel" (did you mean ' +
        '"title"?); there is no "color". Its signature: ' +
        "create_issue(title: str, body: str = None, from_: str = None)",
    );
    expect(() => checkArguments(issue, { color: "red" })).toThrow(
      'there is no "color"; "title" is missing. Its signature: ',
    );
    expect(() => checkArguments(issue, { title: undefined })).toThrow(
      expect.objectContaining({
        code: "invalid-arguments",
        server: "github",
        tool: "create-issue",
      }),
    );
  });

  it("sends the default of a parameter that is left out where the schema requires it, as zod writes schemas", () => {
    const screenshot = tool({
      type: "object",
      properties: {
        file: { type: "string" },
        scale: { type: "string", enum: ["css", "device"], default: "css" },
        area: { anyOf: [{ type: "string" }, { type: "null" }], default: null },
      },
      required: ["scale", "area"],
      additionalProperties: false,
    });
    expect(screenshot.signature).toBe(
      'create_issue(file: str = None, scale: "css" | "device" = "css", area: str | None = None)',
    );
    expect(checkArguments(screenshot, {})).toEqual({ scale: "css", area: null });
    expect(checkArguments(screenshot, { file: "f", scale: null })).toEqual({
      file: "f",
      scale: "css",
      area: null,
    });
    const all = { scale: "device", area: "a" };
    expect(checkArguments(screenshot, all)).toBe(all);
    expect(() => checkArguments(screenshot, { scale: "x" })).toThrow('"scale" wants');
    const wrong = tool({ properties: { n: { type: "integer", default: "" } }, required: ["n"] });
    expect(() => checkArguments(wrong, {})).toThrow(
      '"n" is missing. Its signature: create_issue(n: int)',
    );
  });

  it("takes what is in `arguments` alone for the arguments, unless that may be a parameter", () => {
    expect(checkArguments(issue, { arguments: { title: "t", from_: "a" } })).toEqual({
      title: "t",
      from: "a",
    });
    expect(() => checkArguments(issue, { arguments: { titel: "t" } })).toThrow(
      'there is no "titel" (did you mean "title"?). Its',
    );
    const wrapped = { arguments: { title: "t" } };
    for (const schema of [
      { properties: { arguments: { type: "object" } } },
      { properties: { title: {} }, additionalProperties: true },
      { type: "object" },
    ]) {
      expect(checkArguments(tool(schema), wrapped)).toEqual(wrapped);
    }
    expect(checkArguments(tool({ type: "object" }), { arguments: {} })).toEqual({});
    expect(() => checkArguments(issue, { ...wrapped, body: "b" })).toThrow('no "arguments"');
    expect(() => checkArguments(issue, { arguments: '{"title": "t"}' })).toThrow('no "arguments"');
  });

  it("takes a keyword with an underscore for the parameter, unless that is a parameter itself", () => {
    expect(checkArguments(issue, { title: "t", from_: "a" })).toEqual({ title: "t", from: "a" });
    const both = tool({ properties: { from: {}, from_: {} } });
    expect(checkArguments(both, { from_: "a" })).toEqual({ from_: "a" });
    const open = tool({ properties: { from: { type: "string" } }, additionalProperties: true });
    for (const [wanted, from] of [
      [issue, "a"],
      [open, "a"],
      [open, null],
    ] as const) {
      expect(() => checkArguments(wanted, { title: "t", from, from_: "b" })).toThrow(
        /"from_" and "from" are the same argument: give one/,
      );
    }
  });

  it.each([
    {},
    { type: "object" },
    { type: "object", properties: {} },
    { properties: { a: {} }, additionalProperties: true },
    { properties: { a: {} }, additionalProperties: { type: "string" } },
    { properties: { a: {} }, patternProperties: { "^x": {} } },
    { properties: { a: {} }, allOf: [{ properties: { anything: {} } }] },
    { properties: { a: {} }, oneOf: [{ properties: { anything: {} } }] },
    { properties: 7, required: ["gone"] },
    { properties: { anything: {} }, required: ["not-a-property"] },
    { required: "anything" },
  ])("does not block a call over the schema %j", (schema) => {
    expect(checkArguments(tool(schema), { anything: 1 })).toEqual({ anything: 1 });
  });

  it("refuses every argument of a tool that says it has none", () => {
    const none = tool({ type: "object", properties: {}, additionalProperties: false });
    expect(() => checkArguments(none, { a: 1 })).toThrow(/there is no "a"/);
  });

  it("keeps a key that looks like a prototype", () => {
    const args: Record<string, unknown> = JSON.parse('{"__proto__": 1}');
    expect(Object.keys(checkArguments(tool({}), args))).toEqual(["__proto__"]);
  });

  const search = tool({
    type: "object",
    properties: {
      limit: { type: "integer", minimum: 1, maximum: 100 },
      score: { type: "number" },
      exact: { type: "boolean" },
      tags: { type: "array", items: { type: "string" } },
      state: { enum: ["open", "closed"] },
      title: { type: "string" },
      since: { anyOf: [{ type: "string" }, { type: "null" }], default: null },
      filters: {
        type: "array",
        items: {
          type: "object",
          properties: { name: { type: "string" }, value: { type: "number" } },
          required: ["name"],
          additionalProperties: false,
        },
      },
    },
  });

  it.each<[Record<string, unknown>, string]>([
    [{ limit: "5" }, '"limit" wants int, got "5" (str): write 5'],
    [{ limit: 2.5 }, '"limit" wants int, got 2.5 (float)'],
    [{ limit: 0 }, '"limit" must be at least 1, got 0 (int)'],
    [{ score: "high" }, '"score" wants float, got "high" (str)'],
    [{ exact: "true" }, '"exact" wants bool, got "true" (str): write True'],
    [{ tags: "red" }, '"tags" wants list[str], got "red" (str): put it into a list'],
    [
      { filters: { name: "a" } },
      '"filters" wants list[dict], got {"name": "a"} (dict): put it into a list',
    ],
    [{ tags: { a: 1 } }, '"tags" wants list[str], got {"a": 1} (dict)'],
    [{ tags: ["red", 5] }, '"tags[1]" wants str, got 5 (int): write "5"'],
    [
      { tags: '["red"]' },
      '"tags" wants list[str], got "[\\"red\\"]" (str): give the value itself, not its JSON text',
    ],
    [{ state: "opn" }, '"state" wants "open" | "closed", got "opn" (str): did you mean "open"?'],
    [{ title: { a: 1 } }, '"title" wants str, got {"a": 1} (dict)'],
    [{ limit: "x".repeat(90) }, '"limit" wants int, got a str of length 90'],
    [{ since: 5 }, '"since" wants str | None, got 5 (int): write "5"'],
    [
      { filters: [{ name: "a", value: "1" }] },
      '"filters[0].value" wants float, got "1" (str): write 1',
    ],
    [{ filters: [{ value: 1 }] }, '"filters[0]" lacks "name"'],
    [
      { filters: [{ title: "a", valu: 1 }] },
      '"filters[0]" lacks "name", and has "title", "valu" instead',
    ],
    [{ filters: [{ name: "a", valu: 1 }] }, '"filters[0]" has no "valu": it takes "name", "value"'],
  ])("says what is wrong with %j", (args, words) => {
    expect(() => checkArguments(search, args)).toThrow(`: ${words}. Its signature: `);
  });

  it("names all that a value lacks", () => {
    const fields = Object.fromEntries(["a", "b", "c"].map((name) => [name, { type: "string" }]));
    const nested = tool({
      type: "object",
      properties: { item: { type: "object", properties: fields, required: ["a", "b", "c"] } },
    });
    expect(() => checkArguments(nested, { item: { b: "" } })).toThrow('"item" lacks "a", "c". ');
  });

  it("names every wrong value, beside what is missing and unknown", () => {
    expect(() => checkArguments(search, { limit: "5", titel: "x", score: "1" })).toThrow(
      /there is no "titel".*"limit" wants int.*"score" wants float/,
    );
  });

  it("takes an int for a number, and None for what may be left out", () => {
    const args = { score: 5, title: null, since: null };
    expect(checkArguments(search, args)).toEqual({ score: 5, since: null });
  });

  it("refuses None where a value is required", () => {
    expect(() => checkArguments(issue, { title: null })).toThrow('"title" wants str, got None');
  });

  it("leaves it to the server which of two kinds of arguments were meant", () => {
    const either = tool({
      type: "object",
      oneOf: [
        { properties: { kind: { const: "a" }, value: { type: "string" } }, required: ["kind"] },
        { properties: { kind: { const: "b" }, value: { type: "integer" } }, required: ["kind"] },
      ],
    });
    expect(checkArguments(either, { kind: "b", value: 5 })).toEqual({ kind: "b", value: 5 });
  });
});
