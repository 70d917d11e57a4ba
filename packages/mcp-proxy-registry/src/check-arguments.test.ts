import { describe, expect, it } from "vitest";
import { checkArguments } from "./check-arguments.ts";
import type { CatalogTool } from "./registry-types.ts";
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

  it("names what is missing, what is not known, the nearest and the signature", () => {
    expect(() => checkArguments(issue, { titel: "t", color: "red" })).toThrow(
      'Wrong arguments for tool "create-issue" of server "github": there is no "titel" (did you mean ' +
        '"title"?); there is no "color"; "title" is missing. Its signature: ' +
        "create_issue(title: str, body: str = None, from_: str = None)",
    );
    expect(() => checkArguments(issue, { title: undefined })).toThrow(
      expect.objectContaining({
        code: "invalid-arguments",
        server: "github",
        tool: "create-issue",
      }),
    );
  });

  it("takes a keyword with an underscore for the parameter, unless that is a parameter itself", () => {
    expect(checkArguments(issue, { title: "t", from_: "a" })).toEqual({ title: "t", from: "a" });
    const both = tool({ properties: { from: {}, from_: {} } });
    expect(checkArguments(both, { from_: "a" })).toEqual({ from_: "a" });
    expect(() => checkArguments(issue, { title: "t", from: "a", from_: "b" })).toThrow(
      /no "from_"/,
    );
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
});
