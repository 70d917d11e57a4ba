import { describe, expect, test } from "vitest";
import { createToolIndex, type SearchableTool } from "../index.ts";
import { isDeprecated } from "./deprecated.ts";

const rest = "of a file as text";

function indexOf(old: Partial<SearchableTool>, ...others: SearchableTool[]) {
  const index = createToolIndex();
  index.setServer("files", [
    { name: "read_file", description: `Read the contents ${rest}.`, ...old },
    {
      name: "read_text_file",
      description: `Read the complete contents ${rest}. Handles various encodings.`,
    },
    { name: "write_file", description: "Write a file." },
    ...others,
  ]);
  return async (query: string) => (await index.search(query)).map(({ tool }) => tool);
}

const deprecations: [string, Partial<SearchableTool>][] = [
  ["its description", { description: `Read the contents ${rest}. DEPRECATED: Use another.` }],
  ["another word", { description: `Read the contents ${rest}. Superseded by read_text_file.` }],
  ["what it is kept as", { description: `Deprecated wrapper to read the contents ${rest}.` }],
  ["its title", { title: "Read File (legacy)" }],
  ["the annotations' title", { annotations: { title: "[Deprecated] Read File" } }],
  ["an annotation", { annotations: { deprecated: true } }],
  ["its schema", { inputSchema: { type: "object", deprecated: true } }],
];

describe.each(deprecations)("a tool that is deprecated by %s", (_, old) => {
  test("comes after another that matches nearly as well", async () => {
    expect((await indexOf({})("read the file notes.txt"))[0]).toBe("read_file");
    const find = indexOf(old);
    for (const query of ["read the file notes.txt", "read file", "contents of a file"]) {
      const found = await find(query);
      expect(found[0]).toBe("read_text_file");
      expect(found).toContain("read_file");
    }
  });

  test("is first by its name, and where nothing else is near", async () => {
    const find = indexOf(old);
    for (const query of ["read_file", "readFile", "files.read_file", "call `read_file` on a.txt"]) {
      expect((await find(query))[0]).toBe("read_file");
    }
    const lone = createToolIndex();
    lone.setServer("s", [{ name: "read_file", ...old }, { name: "send_mail" }]);
    const [hit] = await lone.search("read the file notes.txt");
    expect(hit?.tool).toBe("read_file");
    expect(hit?.description).toMatch(/deprecated|superseded|legacy/i);
  });
});

test.each([
  "DEPRECATED: Use x",
  "Reads a file. Deprecated.",
  "[Legacy] Reads a file",
  "Reads a file (deprecated, use x).",
  "Deprecated since 2.0, use x",
  "**Deprecated**: use x",
  "Note: Deprecated, use x",
  "Reads a file.\n\nObsolete; use x.",
  "Reads a file. LEGACY - use x",
  "This tool has been superseded by x.",
])("%s says so", (description) => {
  expect(isDeprecated({ name: "a", description })).toBe(true);
});

test.each([
  "Lists deprecated packages",
  "Check if packages are deprecated. Then list them.",
  "Deprecated packages of a project",
  "Legacy systems and how to move them",
  "Get legacy user reports",
  "Obsolete stock report",
  "Filter by AVAILABLE, DEPRECATED.",
  "Lists areas. Without it (legacy path), two are read.",
  "Reads a file. Args: mode: (deprecated) how to read. encoding: Deprecated. Use utf-8.",
])("%s does not", (description) => {
  expect(isDeprecated({ name: "a", description })).toBe(false);
});
