// What a server, or code that calls one, may give the host to read. Each of these took seconds to minutes once: the time
// grew with the square of the length. The bound is processor time, many times what is used now, and far below what was.
import { expect, it } from "vitest";
import { checkArguments } from "../../src/schemas/check-arguments.ts";
import { createMask, maskError } from "../../src/mask-secrets.ts";
import { nearestNames } from "../../src/names/nearest-name.ts";
import { pythonNames } from "../../src/names/python-names.ts";
import type { CatalogTool } from "../../src/catalog/catalog-types.ts";
import { createToolTable } from "../../src/servers/tool-table.ts";
import { createLineBuffer } from "../../src/transports/stdio/line-buffer.ts";
import { parseMessages } from "../../src/transports/messages/parse-messages.ts";
import { createValueCount } from "../../src/transports/messages/value-count.ts";
import { hostile } from "./hostile-case.ts";

const mostCpuMs = 2_000;
const million = 1_000_000;

const times = <Item>(count: number, item: (index: number) => Item): Item[] =>
  Array.from({ length: count }, (_, index) => item(index));
const properties = (count: number, schema: (index: number) => unknown): object =>
  Object.fromEntries(times(count, (index) => [`p${index}`, schema(index)]));
const table = (inputSchema: object): unknown =>
  createToolTable("server", [{ name: "tool", inputSchema }], () => {});
const tool = (inputSchema: object): CatalogTool => ({
  server: "server",
  name: "tool",
  alias: "tool",
  description: "",
  inputSchema: { ...inputSchema },
  signature: "tool()",
});

const mask = createMask({ command: "x", env: { TOKEN: "abcdefgh" } });
const worstPieces = ["x-", "sk-", "a://", "a://:", "bearer ", " ", '"', "\\", "\u001b[", "\ud800"];
const longNames = (letters: string): string[] => times(50_000, (index) => letters + index);
const ones = times(100_000, () => 1);
const otherOnes = [...ones, 2];
const facts = properties(100_000, () => ({}));

const texts: Record<string, () => unknown> = {
  "error texts in which secrets are masked": () =>
    worstPieces.map((piece) => mask(piece.repeat(million / 8 / piece.length))),
  "errors that are kept as causes": () =>
    worstPieces.map((piece) => maskError(new Error(piece.repeat(million)), mask)),
  "an error with many facts": () => maskError(Object.assign(new Error("x"), { facts }), mask),
  "long names to find the nearest of": () =>
    nearestNames("y".repeat(million), longNames("x".repeat(200))),
  "names of many words to find the nearest of": () =>
    nearestNames("b a ".repeat(million), longNames("a b ".repeat(50))),
  "names that are the same to Python": () =>
    pythonNames(times(50_000, (index) => String.fromCodePoint(0x2500 + index))),
  "names that grow when they are folded": () =>
    createToolTable("server", [{ name: "\ufdfa".repeat(4 * million) }], () => {}),
  "parameters whose names have many accents on one letter": () =>
    table({ properties: { [`e${"\u0315\u0316".repeat(100_000)}`]: {} } }),
  "parameters that refer to one long list of choices": () =>
    table({
      $defs: { a: { enum: ones } },
      properties: properties(10_000, () => ({ $ref: "#/$defs/a" })),
    }),
  "parameters that refer to one long list of types": () =>
    table({
      $defs: { a: { type: times(100_000, () => "x") } },
      properties: properties(5_000, () => ({ $ref: "#/$defs/a" })),
    }),
  "arguments that a tool does not have": () =>
    checkArguments(
      tool({ properties: properties(1_000, () => ({})) }),
      Object.fromEntries(times(20_000, (index) => [`${"x".repeat(100)}${index}`, 1])),
    ),
  "arguments that are all wrong": () =>
    checkArguments(
      tool({ properties: properties(20_000, () => ({ type: "integer" })) }),
      Object.fromEntries(times(20_000, (index) => [`p${index}`, "x"])),
    ),
  "lists to compare with a list of choices": () =>
    checkArguments(tool({ properties: { a: { items: { enum: [[...ones, 3]] } } } }), {
      a: times(500, () => otherOnes),
    }),
  "members that are required again and again": () =>
    checkArguments(tool({ properties: { a: { items: { required: times(50_000, () => "a") } } } }), {
      a: times(5_000, () => ({ a: 1 })),
    }),
  "members that each of many choices does not know": () =>
    checkArguments(
      tool({
        $defs: { a: { properties: properties(20_000, () => ({})), additionalProperties: false } },
        properties: { x: { anyOf: times(1_000, () => ({ $ref: "#/$defs/a" })) } },
      }),
      { x: { unknown: 1 } },
    ),
  "a batch of a million messages": () => parseMessages(`[${"1,".repeat(million)}1]`),
  "a message of many values": () =>
    createValueCount().read(Buffer.from(`[${"{},".repeat(5 * million)}1]`)),
  "a line that comes byte by byte": () => {
    const lines = createLineBuffer(16 * million);
    const byte = Buffer.from("a");
    for (let at = 0; at < 4 * million; at += 1) lines.push(byte);
  },
};

it.each(Object.entries(texts))(
  "[4.long-texts] %s",
  {
    timeout: 300_000,
    ...hostile({
      id: "4.long-texts",
      name: "texts, schemas and names that take long to read",
      protection: "what is read is bounded, and no text is read anew from each of its places",
      checked: "mutation",
    }),
  },
  (_, read) => {
    const began = process.cpuUsage();
    try {
      read();
    } catch (error) {
      // An error is an answer, too, and somebody has to read it.
      expect(String(error).length).toBeLessThan(20_000);
    }
    const { user, system } = process.cpuUsage(began);
    expect((user + system) / 1000).toBeLessThan(mostCpuMs);
  },
);
