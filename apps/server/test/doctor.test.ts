// What `doctor` finds, as a person and as a script reads it.
import { afterAll, beforeAll, expect, it } from "vitest";
import { createHostFolder, type HostFolder } from "./fixtures/host-folder.ts";
import { runCommand } from "./fixtures/run-command.ts";
import { fixture } from "./fixtures/upstream-servers.ts";

// Where engines are looked for, nothing answers.
const noEngine = {
  MCP_BRIDGE_RUNTIME: "auto",
  PATH: "",
  DOCKER_HOST: "tcp://127.0.0.1:9",
  CONTAINER_HOST: "tcp://127.0.0.1:9",
};

let folder: HostFolder;
beforeAll(async () => {
  folder = await createHostFolder({
    calendar: fixture("office-server", "calendar"),
    broken: fixture("crash-at-start"),
    github: { ...fixture("office-server", "github"), env: { TOKEN: "${NO_SUCH_TOKEN}" } },
  });
  await folder.write(
    "home/.config/mcp-bridge/config.json",
    JSON.stringify({
      servers: {
        calendar: { command: "elsewhere" },
        ours: { command: "npx", args: ["-y", "mcp-code-execution"] },
      },
    }),
  );
});
afterAll(() => folder?.[Symbol.asyncDispose]());

it("tells a person what works, what is not used and why, and each problem with its solution", async () => {
  const { code, stdout, stderr } = await runCommand(folder, ["doctor"], {
    environment: { MCP_BRIDGE_AUDIT_LOG: folder.project },
  });
  expect(code).toBe(1);
  expect(stderr).toBe("");
  // Plain text: nothing of this goes to a terminal.
  expect(stdout).not.toContain("\u001B");
  expect(stdout).toMatch(/^ {2}✓ embedded: MCP_BRIDGE_RUNTIME is embedded$/m);
  expect(stdout).toMatch(/^ {4}a sandbox has 512 MiB of memory; a run has 5 min$/m);
  expect(stdout).toMatch(/^ {4}Python 3\.\d+\.\d+, ready after /m);
  expect(stdout).toMatch(/^ {2}✓ .+mcp_bridge_config\.json: calendar, broken$/m);
  expect(stdout).toMatch(/^ {2}- MCP_BRIDGE_CONFIG: not set$/m);
  expect(stdout).toMatch(/^ {2}✓ calendar +\d+ tools? +[\d.]+ m?s$/m);
  expect(stdout).toMatch(/^ {2}✗ broken +failed +/m);
  expect(stdout).toMatch(
    /^ {2}calendar in .+config\.json: the one in .+mcp_bridge_config\.json comes first$/m,
  );
  expect(stdout).toMatch(/^ {2}ours in .+config\.json: It would start this server again/m);
  expect(stdout).toContain(
    "needs the environment variable NO_SUCH_TOKEN, which is not set. Set it",
  );
  expect(stdout).toContain("To try it by hand: ");
  expect(stdout).toMatch(/The audit log .+ cannot be written: it is a folder; name a file in it/);
  expect(stdout).toMatch(/\n3 problems\.\n$/);
});

it("tells a script the same as JSON", async () => {
  const { code, stdout } = await runCommand(folder, ["doctor", "--json"], {
    environment: noEngine,
  });
  expect(code).toBe(1);
  expect(JSON.parse(stdout)).toMatchObject({
    ok: false,
    runtime: {
      asked: "auto",
      name: "embedded",
      reason: expect.stringContaining("no podman engine answers; no docker engine answers"),
      runtimes: [
        { name: "podman", problem: expect.stringContaining("No Podman engine answers") },
        { name: "docker", problem: expect.stringContaining("No Docker engine answers") },
        { name: "embedded" },
      ],
    },
    servers: [
      { name: "calendar", status: "ready", tools: expect.any(Number) },
      { name: "broken", status: "failed", problem: expect.stringContaining("did not start") },
    ],
    shadowed: [{ name: "calendar", by: expect.stringContaining("mcp_bridge_config.json") }],
    skipped: [{ name: "ours" }],
    problems: [expect.stringContaining("NO_SUCH_TOKEN"), expect.stringContaining('"broken"')],
  });
});

it("is content without any server and without any engine, and not with a runtime that cannot be had", async () => {
  await using empty = await createHostFolder();
  const fine = await runCommand(empty, ["doctor"], { environment: noEngine });
  expect(fine.stdout).toContain(
    "`npx mcp-code-execution init` takes over those of your MCP clients.",
  );
  expect(fine.stdout).toMatch(/\nAll is in order\.\n$/);
  expect(fine.code).toBe(0);
  const docker = { ...noEngine, MCP_BRIDGE_RUNTIME: "docker", MCP_BRIDGE_TIMEOUT: "soon" };
  const bad = await runCommand(empty, ["doctor"], { environment: docker });
  expect(bad.code).toBe(1);
  expect(bad.stdout).toMatch(/✗ none: MCP_BRIDGE_RUNTIME is docker/);
  expect(bad.stdout).toContain('MCP_BRIDGE_TIMEOUT is "soon". Set it to a number of seconds');
  expect(bad.stdout).toContain("No Docker engine answers");
  expect(bad.stdout).toMatch(/\n2 problems\.\n$/);
});
