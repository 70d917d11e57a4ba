// `init` as a script runs it, on a home folder with real files of clients.
import { readFile, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { createHostFolder, type HostFolder } from "./fixtures/host-folder.ts";
import { runCommand } from "./fixtures/run-command.ts";
import { fixture } from "./fixtures/upstream-servers.ts";

const secret = "s3cret-0123456789";
const calendar = { ...fixture("office-server", "calendar"), env: { TOKEN: secret } };
const cursorText = `{\n  // mine\n  "mcpServers": ${JSON.stringify({ calendar })}\n}\n`;

let folder: HostFolder;
let cursor: string;
let ours: string;
beforeEach(async () => {
  folder = await createHostFolder();
  cursor = await folder.write("home/.cursor/mcp.json", cursorText);
  ours = join(folder.home, ".config", "mcp-bridge", "config.json");
});
afterEach(() => folder[Symbol.asyncDispose]());

it("shows the change without secrets, and writes nothing unless there is a yes", async () => {
  const shown = await runCommand(folder, ["init", "--dry-run", "--move-servers"]);
  expect(shown.code).toBe(0);
  expect(shown.stdout).toContain(`+++ ${cursor}`);
  expect(shown.stdout).toContain(`+++ ${ours}`);
  expect(shown.stdout).toContain('"mcp-code-execution"');
  expect(shown.stdout + shown.stderr).not.toContain(secret);
  const refused = await runCommand(folder, ["init"]);
  expect(refused.code).toBe(2);
  expect(refused.stderr).toContain("there is nobody to ask");
  expect(await readFile(cursor, "utf8")).toBe(cursorText);
  await expect(stat(ours)).rejects.toThrow("ENOENT");
});

it("moves the servers to where they are found, and undoes it; a file that has changed keeps it from that", async () => {
  const written = await runCommand(folder, ["init", "--yes", "--move-servers"]);
  expect(written).toMatchObject({ code: 0 });
  expect(written.stdout + written.stderr).not.toContain(secret);
  expect(await readFile(cursor, "utf8")).toContain("// mine");
  const listed = await runCommand(folder, ["tools", "list", "calendar"]);
  expect(listed.stdout).toMatch(/^calendar +list_events\(/m);
  expect((await runCommand(folder, ["init", "--yes"])).stderr).toContain("nothing to change");

  const text = await readFile(cursor, "utf8");
  await folder.write("home/.cursor/mcp.json", `${text}\n`);
  const kept = await runCommand(folder, ["init", "--undo"]);
  expect(kept.code).toBe(1);
  expect(kept.stderr).toContain(`Nothing was restored: ${cursor} changed since`);
  await folder.write("home/.cursor/mcp.json", text);
  expect(await runCommand(folder, ["init", "--undo"])).toMatchObject({ code: 0 });
  expect(await readFile(cursor, "utf8")).toBe(cursorText);
  await expect(stat(join(folder.home, ".config"))).rejects.toThrow("ENOENT");
  const nothing = await runCommand(folder, ["init", "--undo"]);
  expect(nothing).toMatchObject({ code: 1, stderr: expect.stringContaining("nothing to undo") });
});

it("says where it looked, and what to paste, where no client is found", async () => {
  await rm(join(folder.home, ".cursor"), { recursive: true });
  const none = await runCommand(folder, ["init", "--yes"]);
  expect(none.code).toBe(1);
  expect(none.stderr).toMatch(/No MCP client was found here; looked for .*Claude Desktop.*Gemini/);
  expect(none.stderr).toMatch(/"args":\[(?:"\/c","npx",)?"-y","mcp-code-execution"\]/);
  expect(await runCommand(folder, ["init", "--yes", "--client", "cursor"])).toMatchObject({
    code: 0,
  });
  expect(await readFile(cursor, "utf8")).toContain('"code-execution"');
});

it("names the clients that it knows where another is asked for", async () => {
  const result = await runCommand(folder, ["init", "--client", "emacs"]);
  expect(result.code).toBe(2);
  expect(result.stderr).toMatch(
    /claude-desktop, claude-code, cursor, vscode, windsurf, codex, gemini/,
  );
});
