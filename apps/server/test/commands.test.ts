// The commands beside serve, run, doctor and init, as scripts use them.
import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { chmod, readFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { text } from "node:stream/consumers";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { program } from "./fixtures/connect.ts";
import { createHostFolder, type HostFolder } from "./fixtures/host-folder.ts";
import { runCommand, type CommandOptions, type CommandResult } from "./fixtures/run-command.ts";
import { fixture, officialServer } from "./fixtures/upstream-servers.ts";

let folder: HostFolder;
beforeAll(async () => {
  folder = await createHostFolder({
    everything: officialServer("everything"),
    broken: fixture("crash-at-start"),
  });
});
afterAll(() => folder?.[Symbol.asyncDispose]());

const command = (line: string, options?: CommandOptions): Promise<CommandResult> =>
  runCommand(folder, line.split(" "), options);

function completed(...words: string[]): string {
  const args = [program, "complete", "--", ...words];
  return spawnSync(process.execPath, args, { encoding: "utf8" }).stdout;
}

async function stderrAt(level: string): Promise<string> {
  const environment = { MCP_BRIDGE_LOG_LEVEL: level };
  return (await command("run -", { stdin: "1", environment })).stderr;
}

/** Runs a command whose stdout is closed at once, and whose stdin stays open. */
async function unread(
  args: string[],
  stdin = "",
): Promise<{ code: number | null; stderr: string }> {
  const { project: cwd, environment: env } = folder;
  const child = spawn(process.execPath, [program, ...args], { cwd, env, stdio: "pipe" });
  child.stdout.destroy();
  child.stdin.write(stdin);
  const [stderr, [code]] = await Promise.all([
    text(child.stderr),
    once(child, "exit") as Promise<[number | null]>,
  ]);
  return { code, stderr };
}

describe("tools", () => {
  it("print nothing that a terminal obeys, and JSON of the same value", async () => {
    const name = "draw\u009B2J\u001B[2J";
    await using here = await createHostFolder({ [name]: fixture("unprintable-server") });
    for (const words of [
      ["list"],
      ["list", "--json"],
      ["search", "draw"],
      ["search", "draw", "--json"],
      ["show", name, "draw"],
      ["show", name, "draw", "--json"],
      ["call", name, "draw", "{}"],
      ["call", name, "draw", "{}", "--json"],
    ]) {
      const { code, stdout } = await runCommand(here, ["tools", ...words]);
      expect({ words, code }).toEqual({ words, code: 0 });
      expect(stdout, words.join(" ")).not.toMatch(/(?!\n)[\p{Cc}\u202E]/u);
    }
    const { stdout } = await runCommand(here, ["tools", "show", name, "draw", "--json"]);
    expect(JSON.parse(stdout)).toMatchObject({
      server: name,
      annotations: { title: "\u001B]0;title\u0007\u001B[2J\u009B31m\u007F\u202E" },
    });
  });

  it("list prints a line for each, and fails where a server does", async () => {
    const one = await command("tools list everything");
    expect(one).toMatchObject({ code: 0, stderr: "" });
    expect(one.stdout).toMatch(
      /^everything {2}get_sum\(a: float, b: float\) +Returns the sum of two numbers$/m,
    );
    const all = await command("tools list --json");
    expect(all.code).toBe(1);
    expect(all.stderr).toContain('Server "broken" did not start');
    expect(JSON.parse(all.stdout)).toContainEqual(
      expect.objectContaining({ server: "everything", name: "get-sum", alias: "get_sum" }),
    );
  });

  it("search finds by what is asked for", async () => {
    const found = await command(
      "tools search add two numbers --server everything --limit 1 --json",
    );
    expect(found.code).toBe(0);
    expect(JSON.parse(found.stdout)).toMatchObject([{ server: "everything", tool: "get-sum" }]);
  });

  it("list and search say that there are no servers where there are none", async () => {
    await using bare = await createHostFolder();
    for (const words of [["list"], ["search", "add"]]) {
      const result = await runCommand(bare, ["tools", ...words]);
      expect(result.stderr).toContain(
        "no MCP servers are configured; `npx mcp-code-execution doctor`",
      );
    }
  });

  it("say of a server that is configured and not usable why", async () => {
    await using bare = await createHostFolder();
    const servers = { off: { command: "x", disabled: true }, of: { command: "x" } };
    const result = await runCommand(bare, ["tools", "list", "off"], {
      environment: { MCP_BRIDGE_CONFIG: JSON.stringify({ servers }) },
    });
    expect(result).toMatchObject({ code: 1, stdout: "" });
    expect(result.stderr).toContain("the server 'off' is configured, but cannot be used: It is");
  });

  it("show prints what a tool takes, and names the nearest of one that is not there", async () => {
    const shown = await command("tools show everything get_sum");
    expect(shown.stdout).toMatch(/^get_sum\(a: float, b: float\)\n\nReturns the sum/);
    const wrong = await command("tools show everything get_sums");
    expect(wrong).toMatchObject({ code: 1, stdout: "" });
    expect(wrong.stderr).toContain("get-sum");
  });

  it("call takes pairs, JSON, or JSON from stdin, and stands in the audit log", async () => {
    const path = join(folder.home, "calls.jsonl");
    const environment = { MCP_BRIDGE_AUDIT_LOG: path };
    const pairs = await command("tools call everything get-sum a=2 b=3", { environment });
    expect(pairs).toEqual({ code: 0, stdout: "The sum of 2 and 3 is 5.\n", stderr: "" });
    const entries = (await readFile(path, "utf8")).trimEnd().split("\n");
    expect(entries.map((entry) => JSON.parse(entry) as object)).toMatchObject([
      { type: "run-start", session: "command-line", code: "" },
      { type: "tool-call", server: "everything", tool: "get-sum", outcome: "ok" },
      { type: "run-end", status: "ok" },
    ]);
    const stdin = JSON.stringify({ message: "5" });
    const whole = await command("tools call everything echo - --json", { stdin });
    expect(JSON.parse(whole.stdout)).toEqual({ content: [{ type: "text", text: "Echo: 5" }] });
  });

  it("call says what is wrong: 1 for the tool's part, 2 for ours", async () => {
    const wrong = await command("tools call everything get-sum a=2 c=3");
    expect(wrong).toMatchObject({ code: 1, stdout: "" });
    expect(wrong.stderr).toContain("get_sum(a: float, b: float)");
    const unreadable = await command("tools call everything get-sum 2");
    expect(unreadable.code).toBe(2);
    expect(unreadable.stderr).toContain('"2" is neither a JSON object nor key=value');
  });
});

it("sessions are none where no engine answers; ending one that is not there fails", async () => {
  const environment = {
    PATH: "",
    DOCKER_HOST: "tcp://127.0.0.1:9",
    CONTAINER_HOST: "tcp://127.0.0.1:9",
  };
  expect(await command("sessions --json", { environment })).toMatchObject({
    code: 0,
    stdout: "[]\n",
  });
  const none = await command("sessions end abc", { environment });
  expect(none).toMatchObject({ code: 1, stderr: expect.stringContaining("abc names no sandbox") });
  expect((await command("sessions end", { environment })).code).toBe(2);
});

it("image pull says what is missing where no engine answers", async () => {
  const environment = {
    PATH: "",
    DOCKER_HOST: "tcp://127.0.0.1:9",
    CONTAINER_HOST: "tcp://127.0.0.1:9",
  };
  const result = await command("image pull", { environment });
  expect(result).toMatchObject({ code: 1, stdout: "" });
  const [first, podman, docker] = result.stderr.trim().split("\n");
  expect(first).toMatch(/An image needs a container engine\.$/);
  expect(podman).toMatch(/^No Podman engine answers/);
  expect(docker).toMatch(/^No Docker engine answers/);
  expect(result.stderr).not.toContain("embedded");
});

describe("completion", () => {
  it.each(["bash", "zsh", "fish"])("prints a script for %s that the shell takes", async (shell) => {
    const { code, stdout } = await command(`completion ${shell}`);
    expect(code).toBe(0);
    expect(stdout).toContain("mcp-code-execution complete --");
    const script = await folder.write(`completion.${shell}`, stdout);
    const checked = spawnSync(shell, ["-n", script], { encoding: "utf8" });
    // Not every machine has every shell.
    if (!checked.error) expect(checked.stderr).toBe("");
  });

  it.skipIf(process.platform === "win32")("works in a bash that has nothing else", async () => {
    const script = await folder.write("completion", (await command("completion bash")).stdout);
    const binary = await folder.write(
      "bin/mcp-code-execution",
      `#!/bin/sh\nexec "${process.execPath}" "${program}" "$@"\n`,
    );
    await chmod(binary, 0o755);
    const typed = `
      source "${script}"; source "${script}"
      compopt() { :; } # it works while a key is pressed only
      COMP_WORDS=(mcp-code-execution tools s) COMP_CWORD=2
      __mcp_code_execution_complete
      echo "\${COMPREPLY[@]}"`;
    const { stdout, stderr } = spawnSync("bash", ["--norc", "--noprofile", "-c", typed], {
      encoding: "utf8",
      env: { PATH: `${dirname(binary)}:${process.env["PATH"]}` },
    });
    expect({ stdout, stderr }).toEqual({ stdout: "search show\n", stderr: "" });
  });

  it("knows the commands and their options", () => {
    expect(completed("")).toMatch(/^doctor\t/m);
    expect(completed("tools", "")).toMatch(/^search\t/m);
    expect(completed("image", "build", "--engine", "")).toMatch(/^podman/m);
  });
});

it.each(["", "tools call", "image"])("%s --help answers on stdout", async (line) => {
  const help = await runCommand(folder, [...line.split(" ").filter(Boolean), "--help"]);
  expect(help).toMatchObject({ code: 0, stderr: "" });
  expect(help.stdout).toContain("Exit status: 0");
  expect(help.stdout).toContain("Examples:\n  mcp-code-execution ");
});

it.each([
  ["tools list --no-such-option", /^error: unknown option '--no-such-option'/],
  ["docter", /^error: unknown command 'docter'\nUse --help for the commands and examples/],
])("%s is refused with 2", async (line, message) => {
  const result = await command(line);
  expect(result).toMatchObject({ code: 2, stdout: "" });
  expect(result.stderr).toMatch(message);
});

it("a command whose output nobody reads ends as it would, without a word", async () => {
  expect(await unread(["tools", "list", "everything"])).toEqual({ code: 0, stderr: "" });
  expect(await unread(["tools", "show", "everything", "nothing"])).toMatchObject({ code: 1 });
});

it("the server closes where its client reads no more", async () => {
  const ping = '{"jsonrpc":"2.0","id":1,"method":"ping"}\n';
  const { code, stderr } = await unread(["serve"], ping);
  expect(code).toBe(0);
  expect(stderr).not.toContain("EPIPE");
});

it("a level of the log leaves out what is below it", async () => {
  expect(await stderrAt("info")).toContain("the runtime is embedded");
  expect(await stderrAt("warning")).toBe("");
});

it("says where there is more about a command line that cannot be read", async () => {
  const missing = await command("tools show everything");
  expect(missing).toMatchObject({
    code: 2,
    stderr: "error: missing required argument 'tool'\nUse --help for the commands and examples.\n",
  });
  const overStdio = await command("serve --port 8080");
  expect(overStdio.code).toBe(2);
  expect(overStdio.stderr).toMatch(/^error: option '--port <number>' is for HTTP: add --http\n/);
});
