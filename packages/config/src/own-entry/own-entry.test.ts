import { mkdir, mkdtemp, realpath, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { machineOf } from "../sources/config-paths.ts";
import { ownEntryReason } from "./own-entry.ts";

const environment = { HOME: "/home/ada" };

async function isOwn(
  [command, ...args]: readonly string[],
  options: { cwd?: string; own?: string; platform?: NodeJS.Platform } = {},
): Promise<boolean> {
  const { cwd, own, platform = "linux" } = options;
  const ownEntryPaths = own === undefined ? [] : [own];
  const machine = machineOf({ environment, platform, workingDirectory: "/", ownEntryPaths });
  return (await ownEntryReason({ command, args, cwd }, "/", machine)) !== undefined;
}

describe("our own entry, however it is started", () => {
  test.each([
    "mcp-code-execution",
    "/usr/local/bin/mcp-code-execution --verbose",
    "npx mcp-code-execution",
    "npx -y mcp-code-execution@latest",
    "npx -y mcp-code-execution@^0.1.0 serve",
    "/opt/homebrew/bin/npx -y mcp-code-execution",
    "npx --yes --package mcp-code-execution mcp-code-execution",
    "npx -p=mcp-code-execution@1 mcp-code-execution",
    "npx -y --registry https://npm.example.com mcp-code-execution",
    "npx -y github:elusznik/mcp-code-execution#main",
    "npx -y git+https://github.com/elusznik/mcp-code-execution.git",
    "npx -y ./mcp-code-execution-0.1.0.tgz",
    "npx -y code@npm:mcp-code-execution",
    "pnpx mcp-code-execution",
    "pnpm dlx mcp-code-execution",
    "pnpm --silent exec mcp-code-execution",
    "bunx --bun mcp-code-execution",
    "bun x mcp-code-execution",
    "yarn dlx -q mcp-code-execution",
    "npm exec --yes -- mcp-code-execution",
    "npm x mcp-code-execution",
    "volta run npx -y mcp-code-execution",
    "mise exec node@22 -- npx -y mcp-code-execution",
    "env DEBUG=1 mcp-code-execution",
    "nohup nice -n 5 npx mcp-code-execution",
    "cmd /c npx -y mcp-code-execution",
    "cmd.exe /d /s /c npx.cmd -y mcp-code-execution",
    "wsl -d Ubuntu npx -y mcp-code-execution",
    "npx -y node@22 /srv/node_modules/mcp-code-execution/dist/main.js",
    "node /usr/lib/node_modules/npm/bin/npx-cli.js -y mcp-code-execution",
    "node --enable-source-maps --import tsx /x/node_modules/mcp-code-execution/dist/main.js",
    "node /srv/mcp-code-execution.bundle.mjs",
    "node /srv/mcp-code-execution-0.2.1.cjs",
    "deno run -A npm:mcp-code-execution@0.1/mcp-code-execution",
    "docker run -i --rm ghcr.io/elusznik/mcp-code-execution:latest",
    "docker run -it --rm -v /home/me:/data -eDEBUG=1 --name x elusznik/mcp-code-execution",
    "podman container run -i ghcr.io/elusznik/mcp-code-execution@sha256:0a1b serve",
    "podman run -i --rm -- elusznik/mcp-code-execution",
    "docker run -i --rm node:22 npx -y mcp-code-execution",
    "uvx mcp-server-code-execution-mode",
    "uvx --from git+https://github.com/elusznik/mcp-server-code-execution-mode mcp-server-code-execution-mode run",
    "uvx git+https://github.com/elusznik/mcp-server-code-execution-mode.git@main",
    "uv --directory /srv/x run mcp-server-code-execution-mode run",
    "uv tool run mcp-server-code-execution-mode@latest",
    "uv run python -m mcp_server_code_execution_mode",
    "pipx run mcp-server-code-execution-mode==0.3",
    "python3.12 -u -m mcp_server_code_execution_mode.server",
    "python /srv/mcp_server_code_execution_mode.py",
  ])("%s", async (line) => {
    expect(await isOwn(line.split(" "))).toBe(true);
  });

  test.each([
    [["bash", "-lc", "cd /srv && exec npx -y mcp-code-execution"]],
    [["sh", "-c", "TOKEN='a b' \"/usr/bin/npx\" -y mcp-code-execution 2>/tmp/log"]],
    [["powershell", "-NoProfile", "-Command", "npx -y mcp-code-execution"]],
    [["npx", "-p", "mcp-code-execution", "-c", "mcp-code-execution --verbose"]],
    [["cmd", "/c", "C:\\Program Files\\nodejs\\npx.cmd", "-y", "mcp-code-execution"]],
    [["npx -y mcp-code-execution"]],
  ])("%j", async (words) => {
    expect(await isOwn(words)).toBe(true);
  });

  test.each([
    [["C:\\Users\\ada\\AppData\\Roaming\\npm\\mcp-code-execution.cmd"]],
    [["C:\\nodejs\\node.exe", "C:\\npm\\node_modules\\mcp-code-execution\\dist\\main.js"]],
    [
      [
        "node",
        "C:\\Claude\\Claude Extensions\\local.mcpb.ada.mcp-code-execution\\server\\index.js",
      ],
    ],
  ])("on Windows: %j", async (words) => {
    expect(await isOwn(words, { platform: "win32" })).toBe(true);
  });

  test("a desktop extension on macOS", async () => {
    const folder = "/Users/ada/Library/Application Support/Claude/Claude Extensions";
    const script = `${folder}/ant.dir.gh.elusznik.mcp-code-execution/server/index.js`;
    expect(await isOwn(["node", script], { platform: "darwin" })).toBe(true);
  });
});

describe("other servers, though the words appear", () => {
  test.each([
    "npx @modelcontextprotocol/server-filesystem /home/me/mcp-code-execution",
    "npx -y @modelcontextprotocol/server-filesystem mcp-code-execution",
    "npx -y @someone/mcp-code-execution",
    "npx -y mcp-code-execution-client",
    "npx -y my-mcp-code-execution",
    "npx -y mcp-remote https://example.com/mcp-code-execution",
    "uvx mcp-server-git --repository /home/me/mcp-code-execution",
    "uvx --with mcp-code-execution mcp-server-git",
    "uv --directory /home/me/mcp-code-execution run other-server",
    "node /home/me/servers/index.js mcp-code-execution",
    "node /x/node_modules/mcp-code-execution/node_modules/other/dist/main.js",
    "python -m other mcp_server_code_execution_mode",
    "python server.py -m mcp_server_code_execution_mode",
    "docker run -i --rm -v /home/me/mcp-code-execution:/data mcp/filesystem /data",
    "docker run -i --rm mcp/filesystem /home/me/mcp-code-execution",
    "docker run -i mcp/scout ghcr.io/elusznik/mcp-code-execution",
    "docker run -e IMAGE=ghcr.io/elusznik/mcp-code-execution mcp/other",
    "env FOLDER=/home/me/mcp-code-execution other-server",
    "timeout 60 other-server /home/me/mcp-code-execution",
    "/home/me/mcp-code-execution/servers/other --flag",
    "code-execution",
  ])("%s", async (line) => {
    expect(await isOwn(line.split(" "))).toBe(false);
  });

  test.each([
    [["bash", "-c", "npx -y @modelcontextprotocol/server-filesystem /home/me/mcp-code-execution"]],
    [["sh", "-c", "cd /home/me/mcp-code-execution && npx -y other"]],
    [["npx -y @modelcontextprotocol/server-filesystem /home/me/mcp-code-execution"]],
    [["node", "/Claude/Claude Extensions/local.mcpb.ada.not-mcp-code-execution-viewer/index.js"]],
    [["node", "-e", "require('mcp-code-execution')\0"]],
    [[]],
  ])("%j", async (words) => {
    expect(await isOwn(words)).toBe(false);
  });
});

describe("files", () => {
  let folder: string;
  const at = (path: string): string => join(folder, path);
  const isOwnHere: typeof isOwn = (words, options) =>
    isOwn(words, { platform: process.platform, ...options });

  beforeAll(async () => {
    folder = await realpath(await mkdtemp(join(tmpdir(), "own-entry-")));
    await mkdir(at("checkout/server/dist"), { recursive: true });
    await mkdir(at("mcp-code-execution"));
    await writeFile(at("checkout/package.json"), '{"name": "other-monorepo"}');
    await writeFile(at("checkout/other.js"), "");
    await writeFile(at("checkout/server/package.json"), '{"name": "mcp-code-execution"}');
    await writeFile(at("checkout/server/dist/package.json"), '{"type": "module"}');
    await writeFile(at("checkout/server/dist/main.js"), "");
    await writeFile(at("mcp-code-execution/unrelated.js"), "");
    await writeFile(at("bundle.mjs"), "");
    await symlink(at("checkout/server/dist/main.js"), at("run-code"));
    await symlink(at("bundle.mjs"), at("linked.mjs"));
  });
  afterAll(() => rm(folder, { recursive: true }));

  test("a script in a folder whose package.json has our name", async () => {
    expect(await isOwnHere(["node", at("checkout/server/dist/main.js")])).toBe(true);
    expect(await isOwnHere(["node", at("checkout/server")])).toBe(true);
    expect(await isOwnHere(["npx", "-y", at("checkout/server")])).toBe(true);
    expect(await isOwnHere(["node", "dist/main.js"], { cwd: at("checkout/server") })).toBe(true);
    expect(await isOwnHere(["node", at("checkout/other.js")])).toBe(false);
    expect(await isOwnHere(["node", at("mcp-code-execution/unrelated.js")])).toBe(false);
  });

  test("a link to such a script, whatever it is called", async () => {
    expect(await isOwnHere([at("run-code")])).toBe(true);
    expect(await isOwnHere(["bash", at("run-code")])).toBe(true);
  });

  test("the running program itself, through links on either side", async () => {
    expect(await isOwnHere(["node", at("bundle.mjs")])).toBe(false);
    expect(await isOwnHere(["node", at("bundle.mjs")], { own: at("linked.mjs") })).toBe(true);
    expect(await isOwnHere(["node", at("linked.mjs")], { own: at("bundle.mjs") })).toBe(true);
  });

  test("a package's name is no path, even where we are started in our own folder", async () => {
    expect(await isOwnHere(["npx", "-y", "dist"], { cwd: at("checkout/server") })).toBe(false);
    expect(await isOwnHere(["npx", "-y", "@scope/server"], { cwd: at("checkout/server") })).toBe(
      false,
    );
  });
});
