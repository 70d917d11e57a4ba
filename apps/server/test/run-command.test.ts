import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createHostFolder, type HostFolder } from "./fixtures/host-folder.ts";
import { descendants, survivors, type RunningProcess } from "./fixtures/processes.ts";
import { runCommand } from "./fixtures/run-command.ts";
import { fixture } from "./fixtures/upstream-servers.ts";

let folder: HostFolder;

beforeAll(async () => {
  folder = await createHostFolder({ weather: fixture("office-server", "weather") });
});
afterAll(() => folder?.[Symbol.asyncDispose]());

describe("mcp-code-execution run", () => {
  it("runs a file with the user's servers and prints the result", async () => {
    await folder.write(
      "project/script.py",
      "print('forecast')\nawait mcp_weather.get_forecast(location='Oslo')",
    );
    expect(await runCommand(folder, ["run", "script.py"])).toMatchObject({
      code: 0,
      stdout: "forecast\n'Oslo: Rain in the morning, 14 degrees'\n",
    });
  });

  it("runs what comes over stdin; code that fails makes it exit with 1", async () => {
    const result = await runCommand(folder, ["run", "-"], { stdin: "print('before')\n1 / 0\n" });
    expect(result).toMatchObject({ code: 1 });
    expect(result.stdout).toMatch(
      /^before\nTraceback[\s\S]*ZeroDivisionError: division by zero\n$/,
    );
  });

  it("stops after --timeout with 1 and prints what there was", async () => {
    const stdin = "print('before')\nwhile True: pass";
    const result = await runCommand(folder, ["run", "-", "--timeout", "1"], { stdin });
    expect(result).toMatchObject({ code: 1 });
    expect(result.stdout).toMatch(/^before\n\[timed out after 1 s/);
  });

  it("prints in the mode that is set", async () => {
    const environment = { MCP_BRIDGE_OUTPUT_MODE: "json" };
    const { code, stdout } = await runCommand(folder, ["run", "-"], {
      stdin: "6 * 7",
      environment,
    });
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toEqual({ status: "ok", value: "42" });
  });

  it("names a file that is missing and exits with 2", async () => {
    const result = await runCommand(folder, ["run", "nowhere.py"]);
    expect(result).toMatchObject({ code: 2, stdout: "" });
    expect(result.stderr).toMatch(
      /^mcp-code-execution: nowhere\.py cannot be read: .*no such file/,
    );
    expect(result.stderr).toContain("Name a Python file, or - for stdin.");
    expect(result.stderr).not.toMatch(/^\s+at /m);
  });

  it.runIf(process.platform === "linux")(
    "reads no more of a file than a script may have",
    async () => {
      const result = await runCommand(folder, ["run", "/dev/zero"]);
      expect(result).toMatchObject({ code: 2, stdout: "" });
      expect(result.stderr).toMatch(
        /\/dev\/zero has more than 64 MiB, which is as much as is read/,
      );
    },
  );

  it.each([["0"], ["soon"], ["-1"]])("refuses --timeout %s", async (timeout) => {
    const result = await runCommand(folder, ["run", "-", `--timeout=${timeout}`]);
    expect(result.code).toBe(2);
    expect(result.stderr).toContain("It must be a number of seconds above 0.");
  });

  it("refuses settings that cannot be used, as serving does", async () => {
    const environment = { MCP_BRIDGE_RUNTIME: "vmware" };
    const result = await runCommand(folder, ["run", "-"], { stdin: "1", environment });
    expect(result).toMatchObject({ code: 2, stdout: "" });
    expect(result.stderr).toMatch(/^mcp-code-execution: .*MCP_BRIDGE_RUNTIME/);
  });

  it.runIf(process.platform === "linux").each([
    // Ctrl-C in a terminal goes to the whole process group.
    ["Ctrl-C", (id: number) => process.kill(-id, "SIGINT")],
    ["SIGTERM", (id: number) => process.kill(id, "SIGTERM")],
  ])("ends the code at %s, prints what there was, and leaves nothing", async (_, interrupt) => {
    let started: RunningProcess[] = [];
    const result = await runCommand(folder, ["run", "-"], {
      stdin: "print('before')\nawait mcp_weather.get_forecast(location='x')\nwhile True: pass",
      async onStart(id) {
        // The sandbox, and the server that the code calls after it has printed.
        await expect.poll(() => descendants(id).length, { timeout: 30_000 }).toBe(2);
        started = descendants(id);
        interrupt(id);
      },
    });
    expect(result.code).toBe(1);
    expect(result.stdout).toMatch(/^before\n\[cancelled: /);
    await expect.poll(() => survivors(started)).toEqual([]);
  });

  it("leaves no temporary file", async () => {
    expect(await folder.temporaryFiles()).toEqual([]);
  });
});

it("--help and --version answer on stdout", async () => {
  const help = await runCommand(folder, ["--help"]);
  expect(help.code).toBe(0);
  expect(help.stdout).toContain("run [options] <file>");
  const version = await runCommand(folder, ["--version"]);
  expect(version).toMatchObject({ code: 0, stdout: expect.stringMatching(/^\d+\.\d+\.\d+\n$/) });
});

it("what is no command is refused with what there is", async () => {
  const result = await runCommand(folder, ["serv"]);
  expect(result.code).toBe(2);
  expect(result.stderr).toMatch(/^error: /m);
});
