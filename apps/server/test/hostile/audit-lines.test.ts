// What code may have written into the audit log, which keeps so many bytes and no more.
import { appendFile, mkdtemp, open, readFile, rm } from "node:fs/promises";
import { tmpdir, userInfo } from "node:os";
import { join } from "node:path";
import { PassThrough } from "node:stream";
import { createServer } from "mcp-code-execution";
import { afterEach, beforeEach, expect } from "vitest";
import { connectClient } from "../../src/commands/serve/connect-client.ts";
import { createAuditLog } from "../../src/observability/audit/create-audit-log.ts";
import { openAuditFile } from "../../src/observability/audit/audit-file.ts";
import type { RunObservation, RunObserver } from "../../src/observability/run-observer.ts";
import { defineCase } from "./hostile-case.ts";

let folder: string;
let log: RunObserver;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "audit-lines-"));
  log = createAuditLog({ path: join(folder, "audit.jsonl"), arguments: "full" });
});
afterEach(() => rm(folder, { recursive: true }));

type Line = Record<string, unknown> & { type: string };

async function written(work: (run: RunObservation) => Promise<void>): Promise<Line[]> {
  const run = await log.startRun({ id: "1", session: "one", code: "", startedAt: new Date() });
  if (!run) throw new Error("an audit log observes every run");
  await work(run);
  await run.end({ status: "ok", durationMs: 1 });
  await log.close();
  const text = await readFile(join(folder, "audit.jsonl"), "utf8");
  return text.split("\n").flatMap((line) => (line === "" ? [] : [JSON.parse(line) as Line]));
}

const call = (tool: string, text: string) =>
  ({ server: "server", tool, arguments: { text }, startedAt: new Date() }) as const;

defineCase(
  "host",
  {
    id: "4.refused-calls-in-the-log",
    name: "refused calls that would push all others out of the audit log",
    protection: "a thousand of a run have lines of their own, the others are counted in a few",
    checked: "mutation",
  },
  async () => {
    const lines = await written(async (run) => {
      for (let index = 0; index < 25_000; index += 1) {
        const made = await run.startCall(call("x".repeat(1_000), String(index)));
        const errorCode = index % 2 === 0 ? "call-limit" : "unknown-tool";
        made.end({ outcome: index % 2 === 0 ? "denied" : "failed", errorCode, durationMs: 1 });
      }
      const last = await run.startCall(call("echo", "last"));
      last.end({ outcome: "ok", durationMs: 1 });
    });
    expect(JSON.stringify(lines).length).toBeLessThan(1_000_000);
    const counted = lines.filter(({ type }) => type === "refused-calls");
    expect(counted.map(({ count }) => count)).toEqual([10_000, 10_000, 4_000]);
    expect(counted[2]?.["errorCodes"]).toEqual({ "call-limit": 2_000, "unknown-tool": 2_000 });
    expect(lines.filter(({ type }) => type === "tool-call")).toHaveLength(1_001);
    expect(lines.find(({ tool }) => tool === "echo")).toMatchObject({ outcome: "ok" });
    expect(lines.at(-1)?.type).toBe("run-end");
  },
);

defineCase(
  "host",
  {
    id: "8.terminal-log",
    name: "terminal control in what the audit log records of calls",
    protection: "it stands in the file as escapes",
    checked: "mutation",
  },
  async () => {
    const control = "\u001B]0;title\u0007\u001B[2J\u009B31m\u007F";
    const lines = await written(async (run) => {
      const made = await run.startCall(call(control, control));
      made.end({ outcome: "ok", durationMs: 1 });
    });
    expect(lines[1]).toMatchObject({ tool: control, arguments: { text: control } });
    const text = await readFile(join(folder, "audit.jsonl"), "utf8");
    expect(text).not.toMatch(/(?!\n)\p{Cc}/u);
    expect(text).toContain(String.raw`\u009b31m\u007f`);
  },
);

defineCase(
  "host",
  {
    id: "4.long-arguments-in-the-log",
    name: "arguments of many megabytes that are written out",
    protection: "so much of a call and of a run is written, and of the rest a digest",
    checked: "mutation",
  },
  async () => {
    let turns = 0;
    const timer = setInterval(() => (turns += 1), 0);
    const lines = await written(async (run) => {
      for (const length of [64_000_000, ...Array.from({ length: 150 }, () => 99_000)]) {
        const made = await run.startCall(call("echo", "x".repeat(length)));
        made.end({ outcome: "ok", durationMs: 1 });
      }
    });
    clearInterval(timer);
    expect(turns).toBeGreaterThan(10);
    expect(JSON.stringify(lines).length).toBeLessThan(11_000_000);
    const calls = lines.filter(({ type }) => type === "tool-call");
    expect(calls).toHaveLength(151);
    expect(calls[0]).toMatchObject({
      argumentsStart: `{"text":"${"x".repeat(99_991)}`,
      argumentsCharacters: 64_000_011,
      argumentsDigest: expect.stringMatching(/^sha256:[0-9a-f]{64}$/),
    });
    expect(calls[1]).toMatchObject({ arguments: { text: "x".repeat(99_000) } });
    expect(calls.at(-1)).toMatchObject({ argumentsStart: "", argumentsCharacters: 99_011 });
  },
);

defineCase(
  "host",
  {
    id: "4.torn-line-in-the-log",
    name: "a full disk that takes a part of the line of another process which shares the audit log",
    protection: "a line begins where another writer's torn one was ended",
    checked: "mutation",
  },
  async () => {
    const path = join(folder, "shared.jsonl");
    const told: string[] = [];
    const options = {
      path,
      maxBytes: 1e9,
      maxTotalBytes: Infinity,
      onLog: (_level: string, message: string) => void told.push(message),
    };
    const [file, other] = [openAuditFile(options), openAuditFile(options)];
    await file.append({ line: 1 });
    await other.append({ line: 2 });
    // What is left of a line of a process that the disk was full for.
    await appendFile(path, '{"line":"to');
    await file.append({ line: 3 });
    await other.append({ line: 4 });
    await file.append({ line: 5 });
    await Promise.all([file.close(), other.close()]);
    expect(told).toEqual([]);
    expect((await readFile(path, "utf8")).split("\n")).toEqual([
      '{"line":1}',
      '{"line":2}',
      '{"line":"to',
      '{"line":3}',
      '{"line":4}',
      '{"line":5}',
      "",
    ]);
  },
);

defineCase(
  "host",
  {
    id: "4.own-torn-line-in-the-log",
    name: "a disk that takes a part of a line, has room again, and takes another process's line in between",
    protection: "a line that was torn is written once more, as a whole",
    checked: "mutation",
  },
  async () => {
    const path = join(folder, "shared.jsonl");
    const options = { path, maxBytes: 1e9, maxTotalBytes: Infinity, onLog: () => {} };
    const [file, other] = [openAuditFile(options), openAuditFile(options)];
    await file.append({ line: 1 });
    await other.append({ line: 2 });
    await using handle = await open(path, "r");
    const handles = Object.getPrototypeOf(handle) as { write: WriteBytes };
    const { write } = handles;
    // The moment at which a disk is full is nothing that a test can meet.
    handles.write = async function (bytes) {
      handles.write = write;
      const taken = await write.call(this, bytes.subarray(0, bytes.length / 2));
      await other.append({ line: 3 });
      return taken;
    };
    try {
      await file.append({ line: 4, text: "x".repeat(100) });
    } finally {
      handles.write = write;
    }
    await Promise.all([file.close(), other.close()]);
    const lines = (await readFile(path, "utf8")).trimEnd().split("\n");
    expect(lines.map((line) => /^\{"line":(\d)/.exec(line)?.[1])).toEqual([
      "1",
      "2",
      "4",
      "3",
      "4",
    ]);
    expect(lines[3]).toBe('{"line":3}');
    expect(JSON.parse(lines[4] ?? "")).toEqual({ line: 4, text: "x".repeat(100) });
  },
);

type WriteBytes = (this: unknown, bytes: Buffer) => Promise<{ bytesWritten: number }>;

defineCase(
  "host",
  {
    id: "8.introduction-of-a-client",
    name: "a client that introduces itself with megabytes, and as another user",
    protection:
      "the audit log has the beginning of its name and version, and nothing else that it says of itself",
    checked: "mutation",
  },
  async () => {
    const path = join(folder, "introduced.jsonl");
    const input = new PassThrough();
    const output = new PassThrough().resume();
    const server = createServer({
      runtime: "embedded",
      savedToolsFolder: false,
      auditLog: { path },
    });
    const say = (message: object): void =>
      void input.write(`${JSON.stringify({ jsonrpc: "2.0", ...message })}\n`);
    const long = "n".repeat(1_000_000);
    const clientInfo = { name: long, version: long, description: long, user: "somebody else" };
    try {
      await connectClient(server, { input, output, log: () => {} });
      const hello = { protocolVersion: "2025-06-18", capabilities: {}, clientInfo };
      say({ id: 1, method: "initialize", params: hello });
      say({
        id: 2,
        method: "tools/call",
        params: { name: "run_python", arguments: { code: "1" } },
      });
      const kept = (): Promise<string> => readFile(path, "utf8").catch(() => "");
      await expect.poll(kept, { timeout: 60_000 }).toContain("run-end");
      const text = await kept();
      expect(text.length).toBeLessThan(3_000);
      for (const line of text.trimEnd().split("\n")) {
        const { user, client } = JSON.parse(line) as Line;
        expect(user).toBe(userInfo().username);
        expect(client).toEqual({ name: "n".repeat(200), version: "n".repeat(200) });
      }
    } finally {
      await server.close();
    }
  },
);
