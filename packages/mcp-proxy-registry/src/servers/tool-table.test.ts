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

it("keeps of a server that describes without end what the search can read in a moment", () => {
  const log: string[] = [];
  const listed = Array.from({ length: 1_000 }, (_, index) => ({
    name: `tool-${index}`,
    title: "x".repeat(19_000),
    description: "x".repeat(19_000),
  }));
  const { tools } = createToolTable("server", listed, (_level, message) => void log.push(message));
  expect(tools).toHaveLength(1_000);
  expect(tools[0]?.description).toHaveLength(19_000);
  expect(tools.at(-1)).toMatchObject({ title: "x".repeat(300), description: "x".repeat(300) });
  const characters = tools.reduce((sum, { description }) => sum + description.length, 0);
  expect(characters).toBeLessThan(5_000_000);
  expect(log).toEqual(["its descriptions have more than 4000000 characters; the last are cut"]);
});
