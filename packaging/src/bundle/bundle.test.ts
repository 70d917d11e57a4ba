// The bundle of this platform: built, unpacked, and driven as Claude Desktop would, with the user's settings filled in.
import { chmod, mkdtemp, readdir, readFile, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { fileURLToPath } from "node:url";
import { getMcpConfigForManifest } from "@anthropic-ai/mcpb";
import { Client } from "@modelcontextprotocol/sdk/client/index.js";
import { StdioClientTransport } from "@modelcontextprotocol/sdk/client/stdio.js";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { inspect } from "../inspect.ts";
import { installNode } from "../nodes/install-node.ts";
import { runProcess } from "../run-process.ts";
import { packPackages } from "../tarballs/pack-packages.ts";
import { buildBundle } from "./build-bundle.ts";
import { platforms } from "./platforms.ts";

const limit = 600_000;
const mcpb = fileURLToPath(new URL("./cli/cli.js", import.meta.resolve("@anthropic-ai/mcpb")));
const here = platforms.find(({ os, cpu }) => os === process.platform && cpu === process.arch);

describe.runIf(here)(`the bundle for ${here?.name}`, () => {
  let root: string;
  let bundle: string;
  let unpacked: string;
  let server: { command: string; args: string[]; env: Record<string, string> };

  beforeAll(async () => {
    root = await mkdtemp(join(tmpdir(), "mcp-bundle-test-"));
    const tarballs = await packPackages(join(root, "tarballs"));
    bundle = await buildBundle(here!, tarballs, root);
    unpacked = join(root, "unpacked");
    await runProcess(process.execPath, [mcpb, "unpack", bundle, unpacked], { cwd: root });
    const config = await getMcpConfigForManifest({
      manifest: JSON.parse(await readFile(join(unpacked, "manifest.json"), "utf8")),
      extensionPath: unpacked,
      systemDirs: {},
      userConfig: {},
      pathSeparator: "/",
    });
    server = {
      command: process.execPath,
      args: config!.args!,
      // A path without programs: nothing else is installed on the machine.
      env: { ...config!.env, HOME: root, USERPROFILE: root, APPDATA: root, PATH: "" },
    };
  }, limit);
  afterAll(async () => {
    await rm(root, { recursive: true, force: true });
  }, limit);

  it("is small enough to download, and fills in every setting", async () => {
    expect((await stat(bundle)).size).toBeLessThan(80_000_000);
    expect(Object.values(server.env).filter((value) => value.includes("${"))).toEqual([]);
    expect(server.env["MCP_BRIDGE_RUNTIME"]).toBe("embedded");
  });

  it("runs Python without Docker, and without a Node on the path", async () => {
    const client = new Client({ name: "claude-desktop", version: "1.0.0" });
    await client.connect(new StdioClientTransport({ ...server, cwd: root, stderr: "ignore" }));
    expect((await client.listTools()).tools.map(({ name }) => name)).toEqual(["run_python"]);
    const result = await client.callTool({ name: "run_python", arguments: { code: "6 * 7" } });
    expect(result).toMatchObject({ structuredContent: { status: "ok", value: "42" } });
    await client.close();
  });

  it("runs also where the unpacking dropped the marks of programs", async () => {
    const denos = join(unpacked, "server/node_modules/@deno");
    const binaries = (await readdir(denos)).map((platform) => join(denos, platform, "deno"));
    await Promise.all(binaries.map((binary) => chmod(binary, 0o644)));
    const client = new Client({ name: "claude-desktop", version: "1.0.0" });
    await client.connect(new StdioClientTransport({ ...server, cwd: root, stderr: "ignore" }));
    const result = await client.callTool({ name: "run_python", arguments: { code: "6 * 7" } });
    expect(result).toMatchObject({ structuredContent: { status: "ok", value: "42" } });
    await client.close();
  });

  it("is listed and called by the Inspector", async () => {
    // The Inspector needs a newer Node than we do.
    const binaries = await installNode(24, join(root, "node"));
    const path = [binaries, process.env["PATH"]].join(delimiter);
    const options = { cwd: root, environment: { ...process.env, PATH: path } };
    const started = ["node", ...server.args];
    // The Inspector starts servers in an environment of their own.
    const env = ["-e", "MCP_BRIDGE_RUNTIME=embedded"];
    expect(await inspect(started, [...env, "--method", "tools/list"], options)).toMatchObject({
      tools: [{ name: "run_python" }],
    });
    const call = ["--method", "tools/call", "--tool-name", "run_python", "--tool-arg", "code=6*7"];
    expect(await inspect(started, [...env, ...call], options)).toMatchObject({
      structuredContent: { status: "ok", value: "42" },
    });
  });
});
