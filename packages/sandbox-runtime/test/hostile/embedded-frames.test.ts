// Frames that user code forges end its own session, and no other.
import { setTimeout as delay } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  createSandboxRuntime,
  SandboxError,
  type SandboxRuntime,
} from "@mcp-code-execution/sandbox-runtime";
import { createWeakenedDriver, type WeakenedDriver } from "../confinement/weakened-driver.ts";

const find = `
import gc
kernel = next(o for o in gc.get_objects() if type(o).__name__ == "Kernel" and type(o).__module__.startswith("kernel"))
run = kernel._run
`;
/** Python expressions for bytes on the sandbox's standard output. */
const forgeries: Record<string, string> = {
  "text that is no JSON": `b"garbage\\n"`,
  "an empty line": `b"\\n"`,
  "JSON that is no object": `b"null\\n"`,
  "a frame of no known type": `b'{"type":"nothing"}\\n'`,
  "a frame with a field too many":
    'json.dumps({"type": "output", "run": run, "stream": "stdout", "text": "x", "more": 1}).encode() + b"\\n"',
  "output of another run":
    'json.dumps({"type": "output", "run": "another", "stream": "stdout", "text": "x"}).encode() + b"\\n"',
  "the end of another run": `b'{"type":"run-end","id":"another","status":"ok"}\\n'`,
  "a second ready": `b'{"type":"ready","python":"3.0.0"}\\n'`,
  "a kernel of its own": `b'{"type":"kernel-compiled","code":"AAAA"}\\n'`,
  "a call whose id is in use":
    '(json.dumps({"type": "call", "id": 999, "run": run, "method": "tools.search", "params": {"query": "x"}}).encode() + b"\\n") * 2',
  "NUL bytes": `b"\\0\\0\\0\\n"`,
  "bytes that are no UTF-8": `b"\\xff\\xfe\\x80\\n"`,
};

const ended = {
  code: "protocol-violation",
  next: "(False, 2)",
  notices: expect.stringContaining("gone"),
};

interface Ended {
  code: unknown;
  next: unknown;
  notices: unknown;
}

/** How the run failed, and what a next run in that session finds. */
async function forge(runtime: SandboxRuntime, code: string): Promise<Ended> {
  const failure: unknown = await runtime
    .run(find + code, { session: "forger" })
    .catch((error: unknown) => error);
  const next = await runtime.run("'kernel' in globals(), 1 + 1", { session: "forger" });
  return {
    code: failure instanceof SandboxError ? failure.code : failure,
    next: next.value,
    notices: next.notices.join(),
  };
}

describe("a session whose code forges frames", () => {
  let confined: SandboxRuntime;
  let open: SandboxRuntime;
  let driver: WeakenedDriver;
  beforeAll(async () => {
    // Its code reaches the real standard output.
    driver = await createWeakenedDriver("globals", {});
    open = await createSandboxRuntime({ driver });
    confined = await createSandboxRuntime({ runtime: "embedded" });
    await open.run("alive = 'still here'", { session: "bystander" });
  });
  afterAll(async () => {
    await Promise.all([open.close(), confined.close()]);
    await driver.close();
  });

  it.each(Object.entries(forgeries))("is ended by %s", async (_, bytes) => {
    expect(
      await forge(
        open,
        `import js\nfrom pyodide.ffi import to_js\njs.Deno.stdout.writeSync(to_js(${bytes}))\nawait asyncio.sleep(30)`,
      ),
    ).toEqual(ended);
  });

  it("is ended by a line that does not end", async () => {
    expect(
      await forge(
        open,
        `
import js
from pyodide.ffi import to_js
part = to_js(b"x" * 2**20)
for _ in range(300): js.Deno.stdout.writeSync(part)
await asyncio.sleep(30)`,
      ),
    ).toEqual(ended);
  });

  it("is ended by what it writes with the kernel's own function", async () => {
    expect(await forge(confined, `kernel._write_line("garbage")\nawait asyncio.sleep(30)`)).toEqual(
      ended,
    );
  });

  it("is ended by a run's end in two parts, neither of which is seen to be one", async () => {
    const parts = `
write = kernel._write_line.__self__._write_lines
write('{"type":"run-')
write('end","id":"' + run + '","status":"ok"}\\n')`;
    expect(await forge(confined, parts)).toEqual({ ...ended, code: "sandbox-crashed" });
  });

  it("is ended by a run's end of which a part is given as a text by itself", async () => {
    const parts = `
write = kernel._write_line.__self__._write_lines
write(b'{"type":', b'run-end', b',"id":"' + run.encode() + b'","status":"ok"}\\n')`;
    expect(await forge(confined, parts)).toEqual({ ...ended, code: "sandbox-crashed" });
  });

  it.each([
    ["a text", `write(output + "\\n" + end + "\\n")`],
    ["bytes", `write((output + "\\n" + end + "\\n").encode())`],
    ["parts with a long text", `write(call.encode(), b"x" * 100_000, f"}}}}\\n{end}\\n".encode())`],
  ])(
    "stands still after a run's end that is forged in %s, whatever else is in it",
    async (_, write) => {
      const session = "still";
      await confined.run(
        `${find}
import time
output = json.dumps({"type": "output", "run": run, "stream": "stdout", "text": "x"})
end = json.dumps({"type": "run-end", "id": run, "status": "ok"})
call = '{"type":"call","id":999,"run":"' + run + '","method":"none","params":{"text":'
write = kernel._write_line.__self__._write_lines
written = time.time()
${write}
stood = time.time() - written
await asyncio.sleep(3600)`,
        { session },
      );
      await delay(500);
      const { value } = await confined.run("await asyncio.sleep(0)\nstood", { session });
      expect(Number(value)).toBeGreaterThan(0.4);
    },
  );

  it("is ended by what follows a run's forged end", async () => {
    await open.run(
      `${find}import js\nfrom pyodide.ffi import to_js\njs.Deno.stdout.writeSync(to_js(json.dumps({"type": "run-end", "id": run, "status": "ok"}).encode() + b"\\n"))`,
      { session: "early" },
    );
    await expect
      .poll(async () =>
        (await open.run("await asyncio.sleep(0)", { session: "early" })).notices.join(),
      )
      .toContain("broke the protocol");
  });

  it("leaves other sessions alone", async () => {
    expect((await open.run("alive", { session: "bystander" })).value).toBe("'still here'");
  });
});
