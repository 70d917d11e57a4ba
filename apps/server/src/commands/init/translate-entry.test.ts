import { expect, test } from "vitest";
import { thisMachine } from "../../machine.ts";
import { clientPlaces, type ClientName } from "./client-places.ts";
import { translateEntry, type TranslatedEntry } from "./translate-entry.ts";

const machine = {
  ...thisMachine(),
  platform: "linux" as const,
  environment: {},
  homeDirectory: "/home/ada",
  workingDirectory: "/work",
};

function translated(
  client: ClientName,
  entry: unknown,
  scope: "user" | "project" = "user",
): Promise<TranslatedEntry> {
  const place = clientPlaces(machine).find(
    (each) => each.client === client && each.scope === scope,
  );
  if (!place) throw new Error(`${client} has no such place`);
  return translateEntry(place, "one", entry, machine);
}

test("what would start us again is ours; the Python program is told apart", async () => {
  const own = { command: "npx", args: ["-y", "mcp-code-execution"] };
  expect(await translated("cursor", own)).toEqual({ type: "own" });
  const python = { command: "uvx", args: ["mcp-server-code-execution-mode", "run"] };
  expect(await translated("claude-desktop", python)).toEqual({ type: "python" });
});

test("a variable of the environment moves along; one that only the editor knows stays", async () => {
  const entry = { command: "x", env: { TOKEN: "${env:TOKEN}" } };
  expect(await translated("cursor", entry)).toEqual({ type: "movable", entry });
  for (const value of ["${input:token}", "${workspaceFolder}/a", "${userHome}/b"]) {
    expect(await translated("vscode", { command: "x", env: { A: value } })).toMatchObject({
      type: "stays",
      reason: expect.stringContaining("is filled in only by VS Code"),
    });
  }
  expect(await translated("vscode", { type: "ws", url: "wss://x" })).toMatchObject({
    type: "stays",
  });
  expect(await translated("vscode", "text")).toMatchObject({ type: "stays" });
});

test("a server stays if only its client gives it its variables, its login or its confinement", async () => {
  for (const given of [
    { envFile: ".env" },
    { headersHelper: "/bin/token" },
    { auth: { CLIENT_ID: "a" } },
    { sandboxEnabled: true },
  ]) {
    const [key] = Object.keys(given);
    expect(await translated("cursor", { command: "x", ...given })).toEqual({
      type: "stays",
      reason: `only Cursor acts on its ${key}`,
    });
  }
  const without = { command: "x", envFile: "", sandboxEnabled: false };
  expect(await translated("vscode", without)).toMatchObject({ type: "movable" });
});

test("Codex' words become ours", async () => {
  const entry = {
    url: "https://example.com/mcp",
    bearer_token_env_var: "DOCS_TOKEN",
    http_headers: { A: "b" },
    env_http_headers: { "X-Org": "ORG" },
    startup_timeout_sec: 20,
    tool_timeout_sec: 90,
    enabled_tools: ["search"],
    disabled_tools: ["delete"],
  };
  expect(await translated("codex", entry)).toEqual({
    type: "movable",
    entry: {
      url: "https://example.com/mcp",
      headers: { A: "b", "X-Org": "${ORG}", Authorization: "Bearer ${DOCS_TOKEN}" },
      startupTimeout: 20,
      timeout: 90,
      tools: { allow: ["search"], deny: ["delete"] },
    },
  });
  expect(await translated("codex", { command: "x", env: { A: "1" }, env_vars: ["HOME"] })).toEqual({
    type: "movable",
    entry: { command: "x", env: { HOME: "${HOME}", A: "1" } },
  });
});

test("Gemini's words become ours, milliseconds seconds", async () => {
  const entry = {
    command: "x",
    env: { TOKEN: "$MY_TOKEN", BRACED: "${MY_TOKEN}" },
    timeout: 30_000,
    trust: true,
    excludeTools: ["delete"],
  };
  expect(await translated("gemini", entry)).toEqual({
    type: "movable",
    entry: {
      command: "x",
      env: { TOKEN: "${MY_TOKEN}", BRACED: "${MY_TOKEN}" },
      timeout: 30,
      tools: { deny: ["delete"] },
    },
  });
});

test("a project's server goes on starting in the project", async () => {
  for (const client of ["claude-code", "cursor"] as const) {
    expect(await translated(client, { command: "./serve" }, "project")).toEqual({
      type: "movable",
      entry: { command: "./serve", cwd: "/work" },
    });
  }
});
