// What was asked during a run, and would be done after it.
import { mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { withFileLock } from "@mcp-code-execution/mcp-proxy-registry";
import type { CallContext, ToolHost } from "@mcp-code-execution/sandbox-runtime";
import { afterEach, beforeEach, expect } from "vitest";
import { createObservedRuns } from "../../src/observability/observed-runs.ts";
import { createSavedToolStore } from "../../src/saved-tools/create-saved-tool-store.ts";
import { defineCase } from "./hostile-case.ts";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "ended-runs-"));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const source = (name: string): { name: string; source: string } => ({
  name,
  source: `def ${name}(): return 1\n`,
});

defineCase(
  "host",
  {
    id: "6.late-save",
    name: "a tool whose saving had to wait until its run had ended",
    protection: "the store looks at the run's signal once more right before it writes or removes",
    checked: "mutation",
  },
  async () => {
    const store = createSavedToolStore(folder);
    const going = new AbortController();
    await store.save(source("kept"), { overwrite: false, signal: going.signal });
    const ended = new AbortController();
    let late: Promise<PromiseSettledResult<void>[]> | undefined;
    await withFileLock(join(folder, ".lock"), async () => {
      late = Promise.allSettled([
        store.save(source("late"), { overwrite: false, signal: ended.signal }),
        store.remove("kept", { signal: ended.signal }),
      ]);
      await new Promise((resolve) => setTimeout(resolve, 200));
      ended.abort();
    });
    const ends = (await late) ?? [];
    expect(ends.map(({ status }) => status)).toEqual(["rejected", "rejected"]);
    expect(await readdir(folder)).toEqual(["kept.py"]);
  },
);

defineCase(
  "host",
  {
    id: "4.saved-tools-of-two",
    name: "two writers that together save more tools than a folder may hold",
    protection: "what is there is counted and added to by one writer at a time",
    checked: "mutation",
  },
  async () => {
    const { signal } = new AbortController();
    const long = `def name(): return """${"x".repeat(90_000)}"""\n`;
    const stores = Array.from({ length: 4 }, () => createSavedToolStore(folder));
    for (let number = 0; number < 109; number += 1) {
      await writeFile(join(folder, `t${number}.py`), long);
    }
    const ends = await Promise.allSettled(
      stores.map((store, number) =>
        store.save({ name: `last${number}`, source: long }, { overwrite: false, signal }),
      ),
    );
    expect(ends.filter(({ status }) => status === "fulfilled")).toHaveLength(2);
    expect(await readdir(folder)).toHaveLength(111);
  },
);

defineCase(
  "host",
  {
    id: "6.late-call",
    name: "a call whose run ended while it was written down",
    protection: "the signal of a call is looked at before it is handed on",
    checked: "mutation",
  },
  async () => {
    const ended = new AbortController();
    const outcomes: string[] = [];
    let called = 0;
    const runs = createObservedRuns([
      {
        startRun: async () => ({
          async startCall() {
            ended.abort();
            return { end: ({ outcome }) => void outcomes.push(outcome) };
          },
          end: async () => {},
        }),
        close: async () => {},
      },
    ]);
    const host = runs.observeCalls({
      callTool: async () => ((called += 1), { content: [] }),
    } as unknown as ToolHost);
    const report = runs.observe({ session: "s", code: "" }, async (run) => {
      const context = { run, cancelSignal: ended.signal } as unknown as CallContext;
      await host.callTool({ server: "s", tool: "t", arguments: {} }, context);
      return { status: "ok", output: [] };
    });
    await expect(report).rejects.toThrow("aborted");
    expect(called).toBe(0);
    expect(outcomes).toEqual(["cancelled"]);
  },
);
