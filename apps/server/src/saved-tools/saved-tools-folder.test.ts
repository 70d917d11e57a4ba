import { expect, it } from "vitest";
import type { Machine } from "../machine.ts";
import { configuredSavedToolsFolder, defaultSavedToolsFolder } from "./saved-tools-folder.ts";

const linux: Machine = {
  platform: "linux",
  environment: {},
  homeDirectory: "/home/ada",
  workingDirectory: "/project",
};
const windows: Machine = {
  platform: "win32",
  environment: { LOCALAPPDATA: "D:\\Local" },
  homeDirectory: "C:\\Users\\ada",
  workingDirectory: "C:\\work",
};

const withDataHome = (XDG_DATA_HOME: string): string =>
  defaultSavedToolsFolder({ ...linux, environment: { XDG_DATA_HOME } });

it("is the platform's folder for data of the user", () => {
  expect(defaultSavedToolsFolder(linux)).toBe(
    "/home/ada/.local/share/mcp-code-execution/saved-tools",
  );
  expect(
    defaultSavedToolsFolder({ ...linux, platform: "darwin", homeDirectory: "/Users/ada" }),
  ).toBe("/Users/ada/Library/Application Support/mcp-code-execution/saved-tools");
  expect(defaultSavedToolsFolder(windows)).toBe("D:\\Local\\mcp-code-execution\\saved-tools");
  expect(defaultSavedToolsFolder({ ...windows, environment: {} })).toBe(
    "C:\\Users\\ada\\AppData\\Local\\mcp-code-execution\\saved-tools",
  );
});

it("follows XDG_DATA_HOME where it is absolute", () => {
  expect(withDataHome("/data")).toBe("/data/mcp-code-execution/saved-tools");
  expect(withDataHome("data")).toBe("/home/ada/.local/share/mcp-code-execution/saved-tools");
  expect(withDataHome("")).toBe("/home/ada/.local/share/mcp-code-execution/saved-tools");
});

it("is the one that is set, or none", () => {
  const set = (MCP_BRIDGE_SAVED_TOOLS: string, machine = linux): string | false =>
    configuredSavedToolsFolder({ ...machine, environment: { MCP_BRIDGE_SAVED_TOOLS } });
  expect(set("/srv/tools")).toBe("/srv/tools");
  expect(set("tools")).toBe("/project/tools");
  expect(set("~/tools")).toBe("/home/ada/tools");
  expect(set("~\\tools", windows)).toBe("C:\\Users\\ada\\tools");
  expect(set("off")).toBe(false);
  expect(set(" ")).toBe(defaultSavedToolsFolder(linux));
});
