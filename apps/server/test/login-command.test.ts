import { spawn } from "node:child_process";
import { once } from "node:events";
import { readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  type ProtectedServer,
  startProtectedServer,
  visit,
} from "../../../packages/mcp-proxy-registry/test/oauth/protected-server.ts";
import { program } from "./fixtures/connect.ts";
import { createHostFolder, type HostFolder } from "./fixtures/host-folder.ts";
import { runCommand } from "./fixtures/run-command.ts";
import { fixture } from "./fixtures/upstream-servers.ts";

let folder: HostFolder;
let server: ProtectedServer;

beforeAll(async () => {
  server = await startProtectedServer();
  folder = await createHostFolder({
    remote: { url: server.url },
    local: fixture("office-server", "weather"),
  });
});
afterAll(async () => {
  await folder?.[Symbol.asyncDispose]();
  await server?.[Symbol.asyncDispose]();
});

const script = "print((await mcp_remote.whoami()))";

/** Runs the command, and logs in on the page that it names. */
async function logIn(): Promise<{ code: number | null; stderr: string }> {
  const child = spawn(process.execPath, [program, "login", "remote", "--no-browser"], {
    cwd: folder.project,
    env: folder.environment,
    stdio: ["ignore", "pipe", "pipe"],
  });
  let stderr = "";
  child.stderr.on("data", (chunk: Buffer) => (stderr += chunk.toString()));
  const exit = once(child, "close");
  const page = /^ {2}(http\S+)$/m;
  await expect.poll(() => stderr, { timeout: 60_000 }).toMatch(page);
  await visit(page.exec(stderr)?.[1] ?? "");
  const [code] = await exit;
  return { code, stderr };
}

describe("mcp-code-execution login", { timeout: 150_000 }, () => {
  it("is named by what needs it, logs in, and logs out", async () => {
    const before = await runCommand(folder, ["tools", "call", "remote", "whoami"]);
    expect(before).toMatchObject({
      code: 1,
      stderr: expect.stringContaining("mcp-code-execution login remote"),
    });

    const { code, stderr } = await logIn();
    expect(stderr).toContain('Logged in to "remote", which has 2 tools.');
    expect(code).toBe(0);
    if (process.platform === "linux") {
      const data = folder.environment["XDG_DATA_HOME"] ?? "";
      const logins = join(data, "mcp-code-execution", "logins");
      const [name = ""] = await readdir(logins);
      expect((await stat(join(logins, name))).mode & 0o777).toBe(0o600);
    }

    const after = await runCommand(folder, ["run", "-"], { stdin: script });
    expect(after).toMatchObject({ code: 0, stdout: "scopes: reading\n" });
    for (const text of [before, after].map((result) => JSON.stringify(result))) {
      expect(text).not.toContain("planted-");
    }
    expect(stderr).not.toContain("planted-");

    const out = await runCommand(folder, ["login", "remote", "--logout"]);
    expect(out).toMatchObject({ code: 0, stderr: expect.stringContaining("Logged out") });
    const again = await runCommand(folder, ["login", "remote", "--logout"]);
    expect(again.stderr).toContain("There was no login");
  });

  it("is renewed once where two processes need it at the same time", async () => {
    const { settings } = server.authorization;
    settings.expiresIn = 1;
    await logIn();
    const before = server.authorization.refreshes;
    Object.assign(settings, { expiresIn: 3600, refreshDelayMs: 1000 });
    const calls = await Promise.all(
      [1, 2].map(() => runCommand(folder, ["tools", "call", "remote", "whoami"])),
    );
    expect(calls.map(({ code }) => code)).toEqual([0, 0]);
    expect(server.authorization.refreshes).toBe(before + 1);
    settings.refreshDelayMs = 0;
  });

  it.each([
    ["remot", 'There is no server "remot". Did you mean "remote"?'],
    ["local", "is a program on this machine; there is no login to it"],
  ])("refuses %s", async (name, sentence) => {
    const result = await runCommand(folder, ["login", name]);
    expect(result).toMatchObject({ code: 2, stderr: expect.stringContaining(sentence) });
  });

  it("says why it failed", async () => {
    server.authorization.settings.refuseLogin = true;
    const { code, stderr } = await logIn();
    expect(stderr).toContain("the authorization server refused: access_denied");
    expect(code).toBe(1);
  });
});
