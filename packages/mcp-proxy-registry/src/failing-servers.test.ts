import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createLog, fixture, processOf, textOf } from "../test/test-servers.ts";
import { createRegistry } from "./registry.ts";
import type { RegistryError } from "./registry-error.ts";

const isWindows = process.platform === "win32";
const quoted = (word: string): string => (isWindows ? `"${word}"` : `'${word}'`);
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "registry-"));
});
afterAll(() => rm(folder, { recursive: true }));

async function startsIn(file: string): Promise<number> {
  return (await readFile(file, "utf8")).trim().split("\n").length;
}

describe("a start", () => {
  it("is shared by all who need the server at once", async () => {
    const starts = join(folder, "shared");
    await using registry = createRegistry({
      trouble: fixture("troublesome-server", `--starts=${starts}`),
    });
    const calls = Array.from({ length: 10 }, (_, index) =>
      registry.callTool("trouble", "echo", { message: String(index) }),
    );
    expect((await Promise.all(calls)).map(textOf).join("")).toBe("0123456789");
    expect(await startsIn(starts)).toBe(1);
  });

  it("goes on for the others when one who waits for it leaves", async () => {
    const starts = join(folder, "leaves");
    await using registry = createRegistry({
      trouble: fixture("troublesome-server", `--starts=${starts}`),
    });
    const leaving = new AbortController();
    const left = registry.listTools("trouble", { signal: leaving.signal });
    const stayed = registry.listTools("trouble");
    leaving.abort();
    await expect(left).rejects.toMatchObject({ code: "cancelled", server: "trouble" });
    expect((await stayed).length).toBeGreaterThan(0);
    expect(await startsIn(starts)).toBe(1);
  });

  it("that fails tells the exit code, the last of stderr and the command, but no secret", async () => {
    const secret = "s3cr3t-value-of-the-token";
    const definition = fixture("crash-at-start", "--api-key", "k-12345");
    await using registry = createRegistry({
      broken: { ...definition, env: { API_TOKEN: secret } },
    });
    const error: RegistryError = await registry.listTools("broken").catch((reason) => reason);
    expect(error).toMatchObject({ name: "RegistryError", code: "start-failed", server: "broken" });
    expect(error.summary).toBe('Server "broken" did not start: its process exited with code 3');
    expect(error.message).toContain("complaint 30\ncannot log in with ***\n");
    expect(error.message).not.toContain("complaint 11\n");
    expect(error.message).toContain(`To try it by hand: ${process.execPath} `);
    expect(error.message).toMatch(/crash-at-start\.mjs --api-key \*\*\*$/);
    expect(error.message).not.toContain(secret);
  });

  it("that ends before it is spoken to tells the exit code all the same", async () => {
    const quick = { command: "sh", args: ["-c", "echo oh >&2; exit 4"] };
    const names = Array.from({ length: 12 }, (_, index) => `quick-${index}`);
    await using registry = createRegistry(Object.fromEntries(names.map((name) => [name, quick])));
    const { failures } = await registry.catalog();
    expect(failures.map(({ error }) => error.message)).toEqual(
      names.map(
        (name) =>
          `Server "${name}" did not start: its process exited with code 4\n` +
          `The last lines of its stderr:\noh\nTo try it by hand: sh -c ${quoted("echo oh >&2; exit 4")}`,
      ),
    );
  });

  it("that failed is not tried again at once", async () => {
    const starts = join(folder, "hot");
    await using registry = createRegistry({
      broken: fixture("crash-at-start", `--starts=${starts}`),
    });
    const first: unknown = await registry.listTools("broken").catch((error: unknown) => error);
    const second: unknown = await registry.listTools("broken").catch((error: unknown) => error);
    expect(second).toBe(first);
    expect(await startsIn(starts)).toBe(1);
    await new Promise((resolve) => setTimeout(resolve, 1100));
    await expect(registry.listTools("broken")).rejects.toMatchObject({ code: "start-failed" });
    expect(await startsIn(starts)).toBe(2);
  });

  it("says when the command or the working directory does not exist", async () => {
    await using registry = createRegistry({
      command: { command: "no-such-command-anywhere", args: ["a b"] },
      folder: { ...fixture("troublesome-server"), cwd: join(folder, "nowhere") },
      program: { command: join(folder, "program") },
      line: { command: "npx -y @modelcontextprotocol/server-everything" },
      wholeLine: { command: `${process.execPath} server.mjs` },
      spaces: { command: join(folder, "my program") },
    });
    await expect(registry.listTools("command")).rejects.toThrow(
      'Server "command" did not start: the command "no-such-command-anywhere" was not found; ' +
        `install it or give its full path\nTo try it by hand: no-such-command-anywhere ${quoted("a b")}`,
    );
    await expect(registry.listTools("folder")).rejects.toMatchObject({
      summary: 'Server "folder" did not start: its working directory does not exist',
      message: expect.stringContaining(`To try it by hand in ${join(folder, "nowhere")}: `),
    });
    await expect(registry.listTools("program")).rejects.toMatchObject({
      summary:
        'Server "program" did not start: its program "program" was not found in the folder that its entry names',
      message: expect.stringContaining(`To try it by hand: ${join(folder, "program")}`),
    });
    await expect(registry.listTools("line")).rejects.toMatchObject({
      summary:
        'Server "line" did not start: its command has arguments in it; write "command": "npx", and what follows as "args"',
    });
    await expect(registry.listTools("wholeLine")).rejects.toThrow(
      `write "command": ${JSON.stringify(basename(process.execPath))}, and`,
    );
    await expect(registry.listTools("spaces")).rejects.toThrow('its program "my program" was');
  });

  it.skipIf(process.platform === "win32")("says that a command is one of Windows", async () => {
    await using registry = createRegistry({
      path: { command: String.raw`C:\Program Files\nodejs\node.exe`, args: ["server.js"] },
      shell: { command: "cmd", args: ["/c", "npx", "-y", "some-server"] },
    });
    await expect(registry.listTools("path")).rejects.toMatchObject({
      summary:
        'Server "path" did not start: its command is a path of Windows, which this system does not have',
    });
    await expect(registry.listTools("shell")).rejects.toMatchObject({
      summary:
        'Server "shell" did not start: the command "cmd" is one of Windows; write what follows its "/c" as "command" and "args"',
    });
  });

  it("says what the system or Node does not accept, without what it is", async () => {
    const secret = "/home/ada/secret";
    await using registry = createRegistry({
      long: { command: process.execPath, args: [secret.repeat(20_000)] },
      odd: { command: process.execPath, args: [`${secret}\0`] },
    });
    await expect(registry.listTools("long")).rejects.toMatchObject({
      summary: expect.stringMatching(/^Server "long" did not start: [^/]*$/),
    });
    await expect(registry.listTools("odd")).rejects.toMatchObject({
      summary:
        'Server "odd" did not start: its command, an argument, a variable or its working directory has a null byte',
    });
  });

  it("that takes too long is given up", async () => {
    await using registry = createRegistry(
      { silent: fixture("silent-server") },
      { startupTimeoutMs: 2000 },
    );
    const error: RegistryError = await registry.listTools("silent").catch((reason) => reason);
    expect(error.code).toBe("start-failed");
    expect(error.message).toContain("it did not answer within 2 s");
    expect(error.message).toContain("waiting for the database");
    expect(registry.resolveServer("silent").state).toBe("failed");
  });
});

describe("a start that worked", () => {
  it("is over: the server is not told of a time-out that passes later", async () => {
    await using registry = createRegistry(
      { trouble: fixture("troublesome-server") },
      { startupTimeoutMs: 4000 },
    );
    await registry.listTools("trouble");
    await new Promise((resolve) => setTimeout(resolve, 4100));
    const heard = textOf(await registry.callTool("trouble", "heard"));
    expect(heard).toContain("tools/list");
    expect(heard).not.toContain("cancelled");
  });
});

describe("a crash", () => {
  it("rejects the calls under way, with exit code and stderr, and the next call starts anew", async () => {
    await using registry = createRegistry({ trouble: fixture("troublesome-server") });
    const before = await processOf(registry, "trouble");
    const [hanging, crashing] = await Promise.allSettled([
      registry.callTool("trouble", "hang"),
      registry.callTool("trouble", "crash"),
    ]);
    for (const outcome of [hanging, crashing]) {
      expect(outcome).toMatchObject({
        status: "rejected",
        reason: {
          code: "server-crashed",
          server: "trouble",
          message: expect.stringMatching(
            /its process exited with code 7\. The call may have had effects.*about to fall over\nthe disk is on fire\n/s,
          ),
        },
      });
    }
    expect(registry.resolveServer("trouble").state).toBe("idle");
    const after = await processOf(registry, "trouble");
    expect(after.pid).not.toBe(before.pid);
  });

  it("that follows an answer takes nothing of it, however much was said before", async () => {
    await using registry = createRegistry({ flooding: fixture("flooding-server") });
    const answer = await registry.callTool("flooding", "last words");
    expect(textOf(answer)).toBe("said");
  });

  it("between two calls is noticed, and the next call starts anew", async () => {
    const log = createLog();
    await using registry = createRegistry(
      { trouble: fixture("troublesome-server") },
      { onLog: log.onLog },
    );
    const before = await processOf(registry, "trouble");
    process.kill(before.pid, "SIGKILL");
    // Windows has no signals: whoever ends another process says with which code.
    const how = isWindows ? "its process exited with code 1" : "its process was ended by SIGKILL";
    await log.sees(`gone: ${how}`);
    expect((await processOf(registry, "trouble")).pid).not.toBe(before.pid);
  });
});

describe("a call", () => {
  it("that takes too long is cancelled at the server, which stays warm", async () => {
    const log = createLog();
    await using registry = createRegistry(
      { trouble: fixture("troublesome-server") },
      { onLog: log.onLog },
    );
    const { pid } = await processOf(registry, "trouble");
    await expect(
      registry.callTool("trouble", "hang", {}, { timeoutMs: 200 }),
    ).rejects.toMatchObject({
      code: "call-timeout",
      tool: "hang",
      message: expect.stringContaining("took longer than 0.2 s and was cancelled"),
    });
    await log.sees("hang was cancelled");
    expect((await processOf(registry, "trouble")).pid).toBe(pid);
  });

  it("is one of many under one signal without a warning of Node", async () => {
    const warnings: Error[] = [];
    const note = (warning: Error): void => void warnings.push(warning);
    process.on("warning", note);
    await using registry = createRegistry({ trouble: fixture("troublesome-server") });
    const { signal } = new AbortController();
    const calls = Array.from({ length: 30 }, (_, index) =>
      registry.callTool("trouble", "echo", { message: String(index) }, { signal }),
    );
    await Promise.all(calls);
    const again = Array.from({ length: 30 }, (_, index) =>
      registry.callTool("trouble", "echo", { message: String(index) }, { signal }),
    );
    expect(await Promise.all(again)).toHaveLength(30);
    process.off("warning", note);
    expect(warnings).toEqual([]);
  });

  it("is cancelled by its signal", async () => {
    const log = createLog();
    await using registry = createRegistry(
      { trouble: fixture("troublesome-server") },
      { onLog: log.onLog },
    );
    const controller = new AbortController();
    const { signal } = controller;
    await registry.callTool("trouble", "echo", { message: "a" }, { signal });
    const call = registry.callTool("trouble", "hang", {}, { signal });
    await log.sees("hang has begun");
    controller.abort();
    await expect(call).rejects.toMatchObject({ code: "cancelled", tool: "hang" });
    await log.sees("hang was cancelled");
    await expect(
      registry.callTool("trouble", "echo", { message: "a" }, { signal }),
    ).rejects.toMatchObject({ code: "cancelled" });
  });

  it("counts its time anew at every progress report", async () => {
    await using registry = createRegistry({ trouble: fixture("troublesome-server") });
    await registry.listTools("trouble");
    const reports: unknown[] = [];
    const result = await registry.callTool(
      "trouble",
      "progress",
      {},
      {
        timeoutMs: 1000,
        onProgress: (progress) => reports.push(progress),
      },
    );
    expect(textOf(result)).toBe("done");
    expect(reports).toEqual([
      { progress: 1, total: 6 },
      { progress: 2, total: 6 },
      { progress: 3, total: 6 },
      { progress: 4, total: 6 },
      { progress: 5, total: 6 },
      { progress: 6, total: 6 },
    ]);
  });

  it("counts the time anew of a server with its own limit even if nobody listens, and asks others for no progress", async () => {
    const definition = fixture("troublesome-server");
    await using registry = createRegistry({
      timed: { ...definition, timeoutMs: 1000 },
      other: definition,
    });
    expect(textOf(await registry.callTool("timed", "progress"))).toBe("done");
    await expect(registry.callTool("other", "progress")).rejects.toThrow("progressToken");
  });

  it("hears of progress that comes in one piece with the answer", async () => {
    await using registry = createRegistry({ trouble: fixture("troublesome-server") });
    const reports: unknown[] = [];
    const onProgress = (progress: unknown): void => void reports.push(progress);
    await registry.callTool("trouble", "in-one-write", {}, { onProgress });
    expect(reports).toEqual([{ progress: 1 }]);
  });

  it("may have a time-out beyond what timers can count", async () => {
    await using registry = createRegistry(
      { trouble: fixture("troublesome-server") },
      {
        callTimeoutMs: 2 ** 40,
        startupTimeoutMs: 2 ** 40,
      },
    );
    const result = await registry.callTool("trouble", "echo", { message: "patient" });
    expect(textOf(result)).toBe("patient");
  });

  it("that the server refuses by protocol is told once, without a chain of prefixes", async () => {
    await using registry = createRegistry({ trouble: fixture("troublesome-server") });
    await expect(registry.callTool("trouble", "protocol-error")).rejects.toMatchObject({
      code: "call-failed",
      server: "trouble",
      tool: "protocol-error",
      message:
        'The call of tool "protocol-error" of server "trouble" failed: ' +
        "MCP error -32602: the moon is in the wrong phase",
    });
  });

  it("takes from_ for a parameter called from", async () => {
    await using registry = createRegistry({ trouble: fixture("troublesome-server") });
    const result = await registry.callTool("trouble", "from_", { from_: "here" });
    expect(textOf(result)).toBe('{"from":"here"}');
  });
});

describe("a server that is not quite right", () => {
  it("may break its own output schema", async () => {
    await using registry = createRegistry({ trouble: fixture("troublesome-server") });
    const result = await registry.callTool("trouble", "wrong-output");
    expect(result).toMatchObject({ structuredContent: { size: "large" } });
  });

  it("may write other things to stdout, which are logged", async () => {
    const ignored: string[] = [];
    await using registry = createRegistry(
      { trouble: fixture("troublesome-server", "--banner") },
      { onLog: ({ level, message }) => level === "warning" && ignored.push(message) },
    );
    await registry.listTools("trouble");
    expect(ignored).toEqual([
      "ignored on stdout, not JSON-RPC: Welcome to the server!",
      "ignored on stdout, not JSON-RPC: [1, 2",
    ]);
  });

  it("may add keys to its answers", async () => {
    await using registry = createRegistry({
      trouble: fixture("troublesome-server", "--extra-keys"),
    });
    const result = await registry.callTool("trouble", "echo", { message: "heard" });
    expect(textOf(result)).toBe("heard");
  });

  it("may answer with 20 MB in one line", async () => {
    await using registry = createRegistry({ trouble: fixture("troublesome-server") });
    const bytes = 20 * 1024 * 1024;
    expect(textOf(await registry.callTool("trouble", "big", { bytes }))).toHaveLength(bytes);
  });

  it("may have many pages of tools, broken ones among them, and two of one name", async () => {
    const log: string[] = [];
    await using registry = createRegistry(
      { paged: fixture("paged-server") },
      { onLog: ({ message }) => log.push(message) },
    );
    const tools = await registry.listTools("paged");
    expect(tools).toHaveLength(253);
    expect(tools[0]).toMatchObject({ name: "tool-0-0", description: "Tool 0 of page 0" });
    expect(tools.at(-1)).toMatchObject({
      name: "boolean-schema",
      description: "",
      inputSchema: { type: "object" },
      signature: "boolean_schema()",
    });
    expect(log).toContain('left out a second tool called "tool-0-0"');
    expect(log.filter((line) => line === "left out a tool without a name")).toHaveLength(2);
    const answer = await registry.callTool("paged", "odd-schema", { anything: 1 });
    expect(textOf(answer)).toBe('odd-schema {"anything":1}');
  });

  it("may change its tools just before it is ended, and nothing is said of that", async () => {
    const log: string[] = [];
    const registry = createRegistry(
      { trouble: fixture("troublesome-server", "--restless") },
      { onLog: ({ level, message }) => level === "warning" && log.push(message) },
    );
    await registry.callTool("trouble", "learn", {});
    const heard = async (): Promise<string> => textOf(await registry.callTool("trouble", "heard"));
    await expect.poll(heard).toMatch(/"tools\/list".*"tools\/list"/s);
    await registry.close();
    expect(log).toEqual([]);
  });

  it("may list its pages in a circle", async () => {
    await using registry = createRegistry({ paged: fixture("paged-server", "--circle") });
    expect(await registry.listTools("paged")).toHaveLength(250);
  });

  it("may show the same page for ever", async () => {
    await using registry = createRegistry({ paged: fixture("paged-server", "--deaf") });
    expect(await registry.listTools("paged")).toHaveLength(10);
  });

  it("may have ten thousand tools, but not tools without end", async () => {
    const log = createLog();
    await using registry = createRegistry(
      { many: fixture("paged-server", "--many"), endless: fixture("paged-server", "--endless") },
      { onLog: log.onLog },
    );
    const [many, endless] = await Promise.all([
      registry.listTools("many"),
      registry.listTools("endless"),
    ]);
    expect(many).toHaveLength(10_003);
    expect(endless).toHaveLength(50_000);
    expect(log.messages).toContain("tools/list does not end; stopped after 50000 on 200 pages");
  });

  it("gets a safe subset of the environment and the mark of being nested", async () => {
    process.env["SECRET_OF_THE_HOST"] = "x";
    await using registry = createRegistry({
      trouble: { ...fixture("troublesome-server"), env: { GIVEN: "yes" } },
    });
    const environment: unknown = JSON.parse(
      textOf(await registry.callTool("trouble", "environment")),
    );
    delete process.env["SECRET_OF_THE_HOST"];
    expect(environment).toMatchObject({ GIVEN: "yes", MCP_BRIDGE_NESTED: "1" });
    expect(environment).not.toHaveProperty("SECRET_OF_THE_HOST");
  });
});

it.each([
  [
    '{ protocolVersion: "1999-01-01" }',
    'it speaks version "1999-01-01" of MCP, which is not supported',
  ],
  ["{ capabilities: [] }", "it introduced itself wrongly: capabilities: Invalid input"],
  ["{ serverInfo: undefined }", "it introduced itself wrongly: serverInfo: Invalid input"],
])("a server that introduces itself wrongly is told so: %s", async (wrong, words) => {
  const script = `require("node:readline").createInterface({ input: process.stdin }).on("line", (line) => {
    const { id, params } = JSON.parse(line);
    const { protocolVersion } = params;
    const serverInfo = { name: "wrong", version: "1" };
    const result = { protocolVersion, capabilities: {}, serverInfo, ...${wrong} };
    console.log(JSON.stringify({ jsonrpc: "2.0", id, result }));
  });`;
  await using registry = createRegistry({
    wrong: { command: process.execPath, args: ["-e", script] },
  });
  await expect(registry.listTools("wrong")).rejects.toMatchObject({
    code: "start-failed",
    message: expect.stringContaining(`Server "wrong" did not start: ${words}`),
  });
});
