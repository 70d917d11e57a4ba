// The audit log on a disk that becomes full in the middle of a line.
import { mkdtemp, open, readFile, rm, stat, truncate } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { openAuditFile } from "../src/observability/audit/audit-file.ts";
import { canMount, mountSmallDisk } from "./faults/small-disk.ts";

if (!canMount()) console.error("SKIPPED: an audit log on a full disk: root alone can mount one");

it.runIf(canMount())(
  "says of a line of which the disk took a part that it is lost, and of no other",
  async () => {
    const folder = await mkdtemp(join(tmpdir(), "mcp-code-execution-test-"));
    const disk = await mountSmallDisk(folder);
    const path = join(folder, "audit.jsonl");
    const told: string[] = [];
    const file = openAuditFile({
      path,
      maxBytes: 1e9,
      maxTotalBytes: Infinity,
      onLog: (level, message) => told.push(`${level}: ${message}`),
    });
    try {
      await file.append({ line: 1 });
      await fillButOnePage(join(folder, "filler"));
      await expect(file.append({ line: 2, text: "x".repeat(10_000) })).rejects.toThrow("ENOSPC");
      expect((await stat(path)).size).toBeGreaterThan(4_000);
      await expect(file.append({ line: 3 })).rejects.toThrow("ENOSPC");
      await rm(join(folder, "filler"));
      await file.append({ line: 4 });

      const lines = (await readFile(path, "utf8")).trimEnd().split("\n");
      expect(lines[0]).toBe('{"line":1}');
      expect(lines[1]).toMatch(/^\{"line":2,"text":"x+$/);
      expect(JSON.parse(lines[2] ?? "")).toMatchObject({ type: "gap", lost: 2 });
      expect(lines.slice(3)).toEqual(['{"line":4}']);
      expect(told).toEqual([
        expect.stringMatching(/^error: .*cannot be written: ENOSPC/),
        expect.stringMatching(/^warning: .*written again; 2 entries are missing/),
      ]);
    } finally {
      await file.close();
      await disk[Symbol.asyncDispose]();
      await rm(folder, { recursive: true, force: true });
    }
  },
);

it.runIf(canMount())(
  "says of lines written together which of them the disk did not take",
  async () => {
    const folder = await mkdtemp(join(tmpdir(), "mcp-code-execution-test-"));
    const disk = await mountSmallDisk(folder);
    const path = join(folder, "audit.jsonl");
    const file = openAuditFile({
      path,
      maxBytes: 1e9,
      maxTotalBytes: Infinity,
      onLog: () => {},
    });
    try {
      await file.append({ line: 1 });
      await fillButOnePage(join(folder, "filler"));
      const text = "x".repeat(5_000);
      const together = [2, 3, 4].map((line) => file.append({ line, text }));
      expect((await Promise.allSettled(together)).map(({ status }) => status)).toEqual([
        "fulfilled",
        "rejected",
        "rejected",
      ]);
      await rm(join(folder, "filler"));
      await file.append({ line: 5 });

      const lines = (await readFile(path, "utf8")).trimEnd().split("\n");
      expect(JSON.parse(lines[1] ?? "")).toEqual({ line: 2, text });
      expect(lines[2]).toMatch(/^\{"line":3,"text":"x+$/);
      expect(JSON.parse(lines[3] ?? "")).toMatchObject({ type: "gap", lost: 2 });
      expect(lines.slice(4)).toEqual(['{"line":5}']);
    } finally {
      await file.close();
      await disk[Symbol.asyncDispose]();
      await rm(folder, { recursive: true, force: true });
    }
  },
);

async function fillButOnePage(path: string): Promise<void> {
  const page = 4_096;
  const filler = await open(path, "a");
  try {
    const bytes = Buffer.alloc(page);
    for (;;) await filler.write(bytes);
  } catch (error) {
    expect((error as NodeJS.ErrnoException).code).toBe("ENOSPC");
  } finally {
    await filler.close();
  }
  await truncate(path, (await stat(path)).size - page);
}
