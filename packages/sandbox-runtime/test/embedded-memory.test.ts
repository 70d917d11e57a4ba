// The memory of an embedded sandbox: the interpreter's own, and what JavaScript holds for it.
import { readdirSync, readFileSync } from "node:fs";
import { afterEach, describe, expect, it } from "vitest";
import { createSandboxRuntime, type SandboxRuntime } from "@mcp-code-execution/sandbox-runtime";

const mebibyte = 1024 * 1024;
const fills: Record<string, string> = {
  "files in /tmp": `
for number in range(300):
    with open(f"/tmp/{number}", "wb") as file: file.write(b"x" * ${mebibyte})`,
  "JavaScript's buffers": `
import js
kept = [js.Uint8Array.new(${mebibyte}).fill(1) for _ in range(300)]`,
  "JavaScript's objects": `
import js
kept = [js.Array.new(131072).fill(1.5) for _ in range(300)]`,
  "another WebAssembly memory": `
import js
memory = js.WebAssembly.Memory.new(js.JSON.parse('{"initial": 1}'))
kept = []
for _ in range(6):
    kept.append(js.WebAssembly.Memory.new(js.JSON.parse('{"initial": 800}')))
    js.Uint8Array.new(kept[-1].buffer).fill(1)`,
};

describe("an embedded sandbox's memory", () => {
  let runtime: SandboxRuntime;
  afterEach(() => runtime.close());
  const start = async (megabytes: number): Promise<void> => {
    runtime = await createSandboxRuntime({
      runtime: "embedded",
      memoryLimitBytes: megabytes * mebibyte,
    });
  };

  it("raises MemoryError in Python and keeps the state", async () => {
    await start(160);
    const full = await runtime.run(
      `state = 1\nkept = []\nwhile True: kept.append(bytearray(${mebibyte}))`,
    );
    expect(full).toMatchObject({ status: "error", error: { type: "MemoryError" } });
    expect((await runtime.run("kept = None; state")).value).toBe("1");
  });

  it.each(Object.entries(fills))("ends where %s are past the limit", async (_, code) => {
    await start(160);
    await expect(runtime.run(code)).rejects.toMatchObject({ code: "out-of-memory" });
    const next = await runtime.run("1 + 1");
    expect(next.value).toBe("2");
    expect(next.notices.join()).toContain("memory");
  });

  it.each(Object.entries(fills))("has room for %s below the limit", async (_, code) => {
    // What was thrown away counts until the collector has come by.
    await start(1024);
    const third = code.replaceAll("range(300)", "range(100)");
    expect(await runtime.run(third)).toMatchObject({ status: "ok" });
  });

  it("holds a file of half of it, and says where there is no space left for more", async () => {
    await start(160);
    const grow = `
written = 0
try:
    with open("/tmp/big", "wb") as file:
        while written < SIZE: written += file.write(b"x" * ${mebibyte})
except OSError as error: print(error.errno)
written >> 20`;
    expect((await runtime.run(grow.replace("SIZE", "80 << 20"))).value).toBe("80");
    const sparse = `
try:
    with open("/tmp/sparse", "wb") as file:
        file.seek(200 << 20)
        file.write(b"x")
except OSError as error: print(error.strerror)`;
    expect((await runtime.run(sparse)).output[0]?.text).toBe("No space left on device\n");
    expect((await runtime.run("import os\nos.path.getsize('/tmp/big') >> 20")).value).toBe("80");
  });

  it.runIf(process.platform === "linux")(
    "is little more than Pyodide's while it waits",
    async () => {
      const others = new Set(denoProcesses());
      await start(512);
      await runtime.run("1 + 1");
      const [sandbox, ...more] = denoProcesses().filter((pid) => !others.has(pid));
      expect(more).toEqual([]);
      const [, kibibytes] = /^RssAnon:\s+(\d+) kB/m.exec(
        readFileSync(`/proc/${sandbox}/status`, "utf8"),
      )!;
      // Pyodide alone has 100 to 130, the bytes of the snapshot would be 30, what the C library keeps 45 and more.
      expect(Number(kibibytes) / 1024).toBeLessThan(145);
    },
  );

  it("is watched in what a run left behind, too, which goes on with the next run", async () => {
    await start(160);
    await runtime.run(`
async def later():
    await asyncio.sleep(0.2)
    for number in range(300):
        with open(f"/tmp/{number}", "wb") as file: file.write(b"x" * ${mebibyte})
task = asyncio.create_task(later())`);
    await expect
      .poll(async () => (await runtime.run("await asyncio.sleep(0)")).notices.join(), {
        timeout: 20_000,
        interval: 1_000,
      })
      .toContain("memory");
  });
});

function denoProcesses(): string[] {
  return readdirSync("/proc").filter((entry) => {
    try {
      return readFileSync(`/proc/${entry}/stat`, "latin1").includes(` (deno) S ${process.pid} `);
    } catch {
      return false;
    }
  });
}
