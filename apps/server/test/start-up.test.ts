// What a start costs is mostly what it reads: the program is bundled, and what the first answers do not need comes later.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";

const program = fileURLToPath(new URL("../dist/main.js", import.meta.url));

it("answers initialize and tools/list out of a few files of its own", async () => {
  const loaded = await filesLoadedFor(["initialize", "tools/list"]);

  expect(loaded).toContain("main.js");
  expect(loaded.filter((file) => !/^(main|program-[\w-]+)\.js$/.test(file))).toEqual([]);
  // The command line, the servers' connections, the search, the web.
  const later = ["create-program", "start-server", "server-fetch", "tool-index", "serve-http"];
  expect(loaded.filter((file) => later.some((name) => file.includes(name)))).toEqual([]);
  const texts = await Promise.all(
    loaded.map((file) => readFile(join(dirname(program), file), "utf8")),
  );
  expect(texts.filter((text) => /\bclass Ajv\b|new Ajv\b/.test(text))).toEqual([]);
  // How many the bundler makes changes with every import; unbundled they would be hundreds.
  expect(loaded.length).toBeLessThanOrEqual(30);
});

/** The names of the files that Node ran until it had answered these requests, by its own record. */
async function filesLoadedFor(methods: string[]): Promise<string[]> {
  const folder = await mkdtemp(join(tmpdir(), "mcp-start-up-"));
  try {
    const settings = { MCP_BRIDGE_RUNTIME: "embedded", MCP_BRIDGE_CONFIG: '{"servers":{}}' };
    const server = spawn(process.execPath, [program], {
      cwd: folder,
      env: { ...process.env, ...settings, NODE_V8_COVERAGE: folder },
      stdio: ["pipe", "pipe", "ignore"],
    });
    const ended = once(server, "close");
    const lines = createInterface({ input: server.stdout })[Symbol.asyncIterator]();
    for (const [id, method] of methods.entries()) {
      server.stdin.write(`${JSON.stringify({ jsonrpc: "2.0", id, method, params })}\n`);
      const { value } = await lines.next();
      expect(JSON.parse(String(value))).toMatchObject({ id, result: {} });
    }
    server.stdin.end();
    await ended;
    const [record = ""] = await readdir(folder);
    const { result } = JSON.parse(await readFile(join(folder, record), "utf8")) as {
      result: { url: string }[];
    };
    return result
      .filter(({ url }) => url.startsWith("file:"))
      .map(({ url }) => basename(fileURLToPath(url)));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

const params = {
  protocolVersion: "2025-06-18",
  capabilities: {},
  clientInfo: { name: "test", version: "0" },
};
