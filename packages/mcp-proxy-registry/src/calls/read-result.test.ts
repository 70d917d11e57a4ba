import { expect, it } from "vitest";
import type { CatalogTool } from "../catalog/catalog-types.ts";
import { readResult } from "./read-result.ts";

const tool = { server: "s", name: "t" } as CatalogTool;
const content = [{ type: "text", text: "x" }];

it("keeps what the server says beside the result", () => {
  expect(readResult(tool, { content, _meta: { cost: 3 } })).toEqual({
    content,
    _meta: { cost: 3 },
  });
  expect(readResult(tool, { content, _meta: "none", more: 1 })).toEqual({ content });
});
