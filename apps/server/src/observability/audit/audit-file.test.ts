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
  const file = openAuditFile({ path, maxBytes: 1_000, maxTotalBytes: Infinity, onLog: () => {} });
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

test("several writers of one file lose nothing of each other and write nothing twice", async () => {
  const path = join(folder, "audit.jsonl");
  const limits = { maxBytes: 20_000, maxTotalBytes: Infinity };
  const files = [0, 1, 2, 3].map(() => openAuditFile({ path, ...limits, onLog: () => {} }));
  const text = "x".repeat(90);
  await Promise.all(
    files.flatMap((file, writer) =>
      Array.from({ length: 500 }, (_, line) => file.append({ writer, line, text })),
    ),
  );
  await Promise.all(files.map((file) => file.close()));
  const names = await readdir(folder);
  expect(names.length).toBeGreaterThan(2);
  const lines = await linesOf(names);
  expect(lines).toHaveLength(2_000);
  expect(new Set(lines).size).toBe(2_000);
});

test.runIf(process.platform === "linux")("lines that wait are written together", async () => {
  const path = join(folder, "audit.jsonl");
  const file = openAuditFile({ path, maxBytes: 1e9, maxTotalBytes: Infinity, onLog: () => {} });
  const before = await writesOfThisProcess();
  await Promise.all(Array.from({ length: 10_000 }, (_, line) => file.append({ line })));
  expect((await writesOfThisProcess()) - before).toBeLessThan(2_000);
  await file.close();
  const lines = (await readFile(path, "utf8")).trimEnd().split("\n");
  expect(lines).toEqual(Array.from({ length: 10_000 }, (_, line) => JSON.stringify({ line })));
});

test("a line that a full disk cut off costs no other line", async () => {
  const path = join(folder, "audit.jsonl");
  await writeFile(path, '{"line":1}\n{"line":2,"te');
  const file = openAuditFile({ path, maxBytes: 1_000, maxTotalBytes: Infinity, onLog: () => {} });
  await file.append({ line: 3 });
  await file.close();
  expect(await readFile(path, "utf8")).toBe('{"line":1}\n{"line":2,"te\n{"line":3}\n');
});

test("the oldest of what was put aside is removed, which the log says; nothing else in the folder is touched", async () => {
  const path = join(folder, "audit.jsonl");
  await writeFile(join(folder, "audit-notes.jsonl"), "x".repeat(10_000));
  const limits = { maxBytes: 2_000, maxTotalBytes: 8_000 };
  const file = openAuditFile({ path, ...limits, onLog: () => {} });
  for (let line = 0; line < 200; line += 1) await file.append({ line, text: "x".repeat(90) });
  await file.close();
  const names = (await readdir(folder)).filter((name) => name !== "audit-notes.jsonl");
  expect(await readdir(folder)).toContain("audit-notes.jsonl");
  const sizes = await Promise.all(names.map(async (name) => (await stat(join(folder, name))).size));
  expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThan(8_000 + 2_500);
  const entries = (await linesOf(names)).map(
    (line) => JSON.parse(line) as { type?: string; line?: number; files?: string[] },
  );
  const kept = entries.flatMap(({ line }) => line ?? []).toSorted((a, b) => a - b);
  // What is left is the newest, without a gap.
  expect(kept).toEqual(Array.from({ length: kept.length }, (_, each) => 200 - kept.length + each));
  const removals = entries.filter(({ type }) => type === "removed");
  expect(removals.at(-1)?.files).toEqual([expect.stringMatching(/^audit-\d{8}T/)]);
});

test("a writer that was quiet while another put the file aside goes on in the new one", async () => {
  const path = join(folder, "audit.jsonl");
  const limits = { maxBytes: 1_000, maxTotalBytes: 2_000 };
  const [quiet, busy] = [0, 1].map(() => openAuditFile({ path, ...limits, onLog: () => {} }));
  await quiet!.append({ quiet: "before" });
  for (let line = 0; line < 100; line += 1) await busy!.append({ line, text: "x".repeat(90) });
  await quiet!.append({ quiet: "after" });
  await Promise.all([quiet!.close(), busy!.close()]);
  expect((await linesOf(await readdir(folder))).join("\n")).toContain('{"quiet":"after"}');
});

async function writesOfThisProcess(): Promise<number> {
  return Number(/^syscw: (\d+)/m.exec(await readFile("/proc/self/io", "utf8"))?.[1]);
}

async function linesOf(names: readonly string[]): Promise<string[]> {
  const texts = await Promise.all(names.map((name) => readFile(join(folder, name), "utf8")));
  return texts.join("").trimEnd().split("\n");
}
