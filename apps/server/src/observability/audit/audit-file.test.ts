import { mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { openAuditFile } from "./audit-file.ts";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "mcp-code-execution-test-"));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

test("a file that is full is put aside; no line is lost, and all are the user's alone", async () => {
  const path = join(folder, "deep", "audit.jsonl");
  const file = openAuditFile({ path, maxBytes: 1_000, onLog: () => {} });
  const text = "x".repeat(90);
  await Promise.all(Array.from({ length: 50 }, (_, line) => file.append({ line, text })));
  await file.close();
  const names = (await readdir(join(folder, "deep"))).toSorted();
  expect(names.length).toBeGreaterThan(3);
  const lines: number[] = [];
  for (const name of names) {
    expect(name).toMatch(/^audit(?:-\d{8}T\d{6}Z-[0-9a-f]{6}-\d+)?\.jsonl$/);
    const kept = join(folder, "deep", name);
    if (process.platform !== "win32") expect((await stat(kept)).mode & 0o777).toBe(0o600);
    for (const line of (await readFile(kept, "utf8")).trimEnd().split("\n")) {
      if (line !== "") lines.push((JSON.parse(line) as { line: number }).line);
    }
  }
  expect(lines.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 50 }, (_, line) => line));
});

test("two writers of one file lose nothing of each other and write nothing twice", async () => {
  const path = join(folder, "audit.jsonl");
  const files = [0, 1].map(() => openAuditFile({ path, maxBytes: 20_000, onLog: () => {} }));
  const text = "x".repeat(90);
  await Promise.all(
    files.flatMap((file, writer) =>
      Array.from({ length: 500 }, (_, line) => file.append({ writer, line, text })),
    ),
  );
  await Promise.all(files.map((file) => file.close()));
  const names = await readdir(folder);
  expect(names.length).toBeGreaterThan(2);
  const texts = await Promise.all(names.map((name) => readFile(join(folder, name), "utf8")));
  const lines = texts.join("").trimEnd().split("\n");
  expect(lines).toHaveLength(1_000);
  expect(new Set(lines).size).toBe(1_000);
});

test("a line that a full disk cut off costs no other line", async () => {
  const path = join(folder, "audit.jsonl");
  await writeFile(path, '{"line":1}\n{"line":2,"te');
  const file = openAuditFile({ path, maxBytes: 1_000, onLog: () => {} });
  await file.append({ line: 3 });
  await file.close();
  expect(await readFile(path, "utf8")).toBe('{"line":1}\n{"line":2,"te\n{"line":3}\n');
});
