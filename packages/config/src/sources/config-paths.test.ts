import { expect, test } from "vitest";
import {
  absolutePath,
  claudeDesktopConfigPaths,
  folderOf,
  machineOf,
  projectConfigPath,
  userConfigPaths,
} from "./config-paths.ts";

const linux = machineOf({
  platform: "linux",
  environment: { HOME: "/home/ada" },
  workingDirectory: "/project",
});
const mac = machineOf({
  platform: "darwin",
  environment: { HOME: "/Users/ada" },
  workingDirectory: "/project",
});
const windows = machineOf({
  platform: "win32",
  environment: { USERPROFILE: "C:\\Users\\ada", APPDATA: "D:\\Roaming" },
  workingDirectory: "C:\\work",
});

test("Linux", () => {
  expect(projectConfigPath(linux)).toBe("/project/mcp_bridge_config.json");
  expect(userConfigPaths(linux)).toEqual(["/home/ada/.config/mcp-bridge/config.json"]);
  expect(claudeDesktopConfigPaths(linux)).toEqual([
    "/home/ada/.config/Claude/claude_desktop_config.json",
  ]);
});

test("macOS", () => {
  expect(userConfigPaths(mac)).toEqual(["/Users/ada/.config/mcp-bridge/config.json"]);
  expect(claudeDesktopConfigPaths(mac)).toEqual([
    "/Users/ada/Library/Application Support/Claude/claude_desktop_config.json",
  ]);
});

test("Windows", () => {
  expect(projectConfigPath(windows)).toBe("C:\\work\\mcp_bridge_config.json");
  expect(userConfigPaths(windows)).toEqual(["C:\\Users\\ada\\.config\\mcp-bridge\\config.json"]);
  expect(claudeDesktopConfigPaths(windows)).toEqual([
    "D:\\Roaming\\Claude\\claude_desktop_config.json",
  ]);
  expect(claudeDesktopConfigPaths({ ...windows, environment: {} })).toEqual([
    "C:\\Users\\ada\\AppData\\Roaming\\Claude\\claude_desktop_config.json",
  ]);
});

function userPathsWith(XDG_CONFIG_HOME: string): string[] {
  return userConfigPaths({ ...linux, environment: { XDG_CONFIG_HOME } });
}

test("XDG_CONFIG_HOME comes before ~/.config, once, and only if it is absolute", () => {
  expect(userPathsWith("/xdg")).toEqual([
    "/xdg/mcp-bridge/config.json",
    "/home/ada/.config/mcp-bridge/config.json",
  ]);
  expect(userPathsWith("/home/ada/.config")).toHaveLength(1);
  expect(userPathsWith("relative")).toHaveLength(1);
  expect(userPathsWith("")).toHaveLength(1);
});

test("the home folder is the given one, else the environment's, else the process's", () => {
  expect(machineOf({ homeDirectory: "/root", environment: { HOME: "/x" } }).homeDirectory).toBe(
    "/root",
  );
  expect(linux.homeDirectory).toBe("/home/ada");
  expect(windows.homeDirectory).toBe("C:\\Users\\ada");
  expect(machineOf({ environment: {} }).homeDirectory).not.toBe("");
});

test("paths become absolute by the platform's rules", () => {
  expect(absolutePath("~", "/etc", linux)).toBe("/home/ada");
  expect(absolutePath("~/notes", "/etc", linux)).toBe("/home/ada/notes");
  expect(absolutePath("notes/../x", "/etc", linux)).toBe("/etc/x");
  expect(absolutePath("~other/x", "/etc", linux)).toBe("/etc/~other/x");
  expect(absolutePath("/srv", "/etc", linux)).toBe("/srv");
  expect(absolutePath("~\\notes", "C:\\etc", windows)).toBe("C:\\Users\\ada\\notes");
  expect(absolutePath("notes", "C:\\etc", windows)).toBe("C:\\etc\\notes");
  expect(folderOf("C:\\etc\\config.json", windows)).toBe("C:\\etc");
});
