import { expect, it } from "vitest";
import { createToolTable } from "./tool-table.ts";

it("a tool with a megabyte of schema, or of description, is kept without it", () => {
  const log: string[] = [];
  const properties = Object.fromEntries(
    Array.from({ length: 20_000 }, (_, index) => [
      `property-${index}`,
      { type: "string", title: "a property" },
    ]),
  );
  const listed = [
    { name: "large", inputSchema: { type: "object", properties } },
    { name: "wordy", description: "words ".repeat(200_000), inputSchema: { type: "object" } },
  ];
  const { tools } = createToolTable("server", listed, (_level, message) => void log.push(message));
  expect(tools[0]).toMatchObject({ inputSchema: { type: "object" }, signature: "large()" });
  expect(tools[1]?.description).toHaveLength(20_000);
  expect(log).toEqual([
    'left out the schemas of "large": they have more than a million characters',
  ]);
});
