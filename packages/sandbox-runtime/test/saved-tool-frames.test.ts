import { expect, it } from "vitest";
import { createSandboxRuntime, type SandboxDriver } from "@mcp-code-execution/sandbox-runtime";
import { createEmbeddedDriver } from "../src/drivers/embedded/embedded-driver.ts";
import { createRecordingHost } from "./recording-host.ts";

const sourceBytes = 50_000;
const tools = 40;
const { signal } = new AbortController();

it("sends each saved tool's source to a sandbox once, and again where it has changed", async () => {
  const host = createRecordingHost();
  const save = (name: string, result: number): Promise<void> | undefined =>
    host.savedTools?.save(
      { name, source: `def ${name}(): return ${result} # ${"x".repeat(sourceBytes)}` },
      { overwrite: true, signal },
    );
  for (let number = 0; number < tools; number += 1) await save(`f${number}`, number);
  const { driver, sent } = countingDriver();
  await using runtime = await createSandboxRuntime({ driver, host });
  const run = async (code: string): Promise<{ value: string | undefined; bytes: number }> => {
    const before = sent();
    const { value, error } = await runtime.run(code);
    expect(error).toBeUndefined();
    return { value, bytes: sent() - before };
  };

  const first = await run("from saved import f0, f39\nf0(), f39()");
  expect(first.value).toBe("(0, 39)");
  expect(first.bytes).toBeGreaterThan(tools * sourceBytes);

  const listed = await run(
    "for _ in range(20): names = [t['name'] for t in await runtime.list_saved_tools()]\nlen(names)",
  );
  expect(listed.value).toBe(String(tools + 1));
  expect(listed.bytes).toBeLessThan(10_000);

  await save("f1", 100);
  await host.savedTools?.remove("f2", { signal });
  const changed = await run("import saved\nsaved.f1(), 'f2' in dir(saved), saved.f3()");
  expect(changed.value).toBe("(100, False, 3)");
  expect(changed.bytes).toBeLessThan(2 * sourceBytes);

  // Of what it has saved or removed itself the sandbox is told once more, whatever it has become since.
  await run(
    "def own(): return 1\nawait runtime.save_tool(own)\nawait runtime.remove_saved_tool('f3')",
  );
  await host.savedTools?.remove("own", { signal });
  await save("f3", 3);
  const own = await run("'own' in dir(saved), saved.f3()");
  expect(own.value).toBe("(False, 3)");
  expect(own.bytes).toBeLessThan(2 * sourceBytes);
});

/** Counts what the host writes to sandboxes. */
function countingDriver(): { driver: SandboxDriver; sent: () => number } {
  const embedded = createEmbeddedDriver();
  let bytes = 0;
  const driver: SandboxDriver = {
    ...embedded,
    async start(options) {
      const sandbox = await embedded.start(options);
      const write = sandbox.stdin.write.bind(sandbox.stdin);
      sandbox.stdin.write = ((chunk: string | Buffer, ...rest: []) => {
        bytes += Buffer.byteLength(chunk);
        return write(chunk, ...rest);
      }) as typeof sandbox.stdin.write;
      return sandbox;
    },
  };
  return { driver, sent: () => bytes };
}
