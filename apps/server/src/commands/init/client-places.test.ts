import { expect, test } from "vitest";
import { startCommand, type Machine } from "../../machine.ts";
import { backupsFolder, bridgeConfigPath, clientPlaces } from "./client-places.ts";

const linux: Machine = {
  platform: "linux",
  environment: {},
  homeDirectory: "/home/ada",
  workingDirectory: "/work",
};
const mac: Machine = { ...linux, platform: "darwin", homeDirectory: "/Users/ada" };
const windows: Machine = {
  platform: "win32",
  environment: { APPDATA: "D:\\Roaming" },
  homeDirectory: "C:\\Users\\ada",
  workingDirectory: "C:\\work",
};

const pathsOf = (machine: Machine, scope: string): Record<string, string> =>
  Object.fromEntries(
    clientPlaces(machine)
      .filter((place) => place.scope === scope)
      .map(({ client, path }) => [client, path]),
  );

test("Linux", () => {
  expect(pathsOf(linux, "user")).toEqual({
    "claude-desktop": "/home/ada/.config/Claude/claude_desktop_config.json",
    "claude-code": "/home/ada/.claude.json",
    cursor: "/home/ada/.cursor/mcp.json",
    vscode: "/home/ada/.config/Code/User/mcp.json",
    windsurf: "/home/ada/.codeium/windsurf/mcp_config.json",
    codex: "/home/ada/.codex/config.toml",
    gemini: "/home/ada/.gemini/settings.json",
  });
  expect(pathsOf(linux, "project")).toEqual({
    "claude-code": "/work/.mcp.json",
    cursor: "/work/.cursor/mcp.json",
    vscode: "/work/.vscode/mcp.json",
    codex: "/work/.codex/config.toml",
    gemini: "/work/.gemini/settings.json",
  });
  const elsewhere = { ...linux, environment: { XDG_CONFIG_HOME: "/xdg", CODEX_HOME: "/codex" } };
  expect(pathsOf(elsewhere, "user")).toMatchObject({
    "claude-desktop": "/xdg/Claude/claude_desktop_config.json",
    vscode: "/xdg/Code/User/mcp.json",
    codex: "/codex/config.toml",
  });
  expect(bridgeConfigPath(elsewhere)).toBe("/home/ada/.config/mcp-bridge/config.json");
});

test("macOS", () => {
  expect(pathsOf(mac, "user")).toMatchObject({
    "claude-desktop": "/Users/ada/Library/Application Support/Claude/claude_desktop_config.json",
    "claude-code": "/Users/ada/.claude.json",
    vscode: "/Users/ada/Library/Application Support/Code/User/mcp.json",
  });
  expect(startCommand(mac)).toEqual({ command: "npx", args: ["-y", "mcp-code-execution"] });
});

test("Windows", () => {
  expect(pathsOf(windows, "user")).toEqual({
    "claude-desktop": "D:\\Roaming\\Claude\\claude_desktop_config.json",
    "claude-code": "C:\\Users\\ada\\.claude.json",
    cursor: "C:\\Users\\ada\\.cursor\\mcp.json",
    vscode: "D:\\Roaming\\Code\\User\\mcp.json",
    windsurf: "C:\\Users\\ada\\.codeium\\windsurf\\mcp_config.json",
    codex: "C:\\Users\\ada\\.codex\\config.toml",
    gemini: "C:\\Users\\ada\\.gemini\\settings.json",
  });
  expect(pathsOf({ ...windows, environment: {} }, "user")).toMatchObject({
    vscode: "C:\\Users\\ada\\AppData\\Roaming\\Code\\User\\mcp.json",
  });
  expect(pathsOf(windows, "project")).toMatchObject({ vscode: "C:\\work\\.vscode\\mcp.json" });
  expect(bridgeConfigPath(windows)).toBe("C:\\Users\\ada\\.config\\mcp-bridge\\config.json");
  expect(backupsFolder(windows)).toBe("C:\\Users\\ada\\.config\\mcp-bridge\\backups");
  expect(startCommand(windows)).toEqual({
    command: "cmd",
    args: ["/c", "npx", "-y", "mcp-code-execution"],
  });
});

test("a client's own file that is the project's too stands there once, as the user's", () => {
  const atHome = { ...linux, workingDirectory: "/home/ada" };
  const cursor = clientPlaces(atHome).filter(({ client }) => client === "cursor");
  expect(cursor.map(({ scope }) => scope)).toEqual(["user"]);
});
