import { describe, expect, test } from "vitest";
import {
  dataFolder,
  hasFileModes,
  settingPath,
  settingsFolder,
  startCommand,
  type Machine,
} from "./machine.ts";

const linux: Machine = {
  platform: "linux",
  environment: {},
  homeDirectory: "/home/ada",
  workingDirectory: "/work",
};
const mac: Machine = { ...linux, platform: "darwin", homeDirectory: "/Users/ada" };
const windows: Machine = {
  platform: "win32",
  environment: {},
  homeDirectory: "C:\\Users\\ada",
  workingDirectory: "C:\\work",
};

describe("the folders of applications", () => {
  test("follow the XDG base directories on Linux, where they are absolute", () => {
    const environment = { XDG_CONFIG_HOME: "/settings", XDG_DATA_HOME: "data" };
    expect(settingsFolder(linux)).toBe("/home/ada/.config");
    expect(settingsFolder({ ...linux, environment })).toBe("/settings");
    expect(dataFolder(linux)).toBe("/home/ada/.local/share");
    expect(dataFolder({ ...linux, environment })).toBe("/home/ada/.local/share");
  });

  test("are one on macOS, whatever the environment says", () => {
    const environment = { XDG_CONFIG_HOME: "/settings", XDG_DATA_HOME: "/data" };
    expect(settingsFolder({ ...mac, environment })).toBe("/Users/ada/Library/Application Support");
    expect(dataFolder({ ...mac, environment })).toBe("/Users/ada/Library/Application Support");
  });

  test("are the roaming and the local one on Windows", () => {
    const environment = { APPDATA: "D:\\Roaming", LOCALAPPDATA: "D:\\Local" };
    expect(settingsFolder(windows)).toBe("C:\\Users\\ada\\AppData\\Roaming");
    expect(settingsFolder({ ...windows, environment })).toBe("D:\\Roaming");
    expect(dataFolder(windows)).toBe("C:\\Users\\ada\\AppData\\Local");
    expect(dataFolder({ ...windows, environment })).toBe("D:\\Local");
  });
});

test("a setting names a path as a shell would read it, although there is none", () => {
  expect(
    ["~", "~/logs/a.jsonl", "logs/a.jsonl", "/logs", "~ada/a", "a~/b"].map((setting) =>
      settingPath(setting, linux),
    ),
  ).toEqual([
    "/home/ada",
    "/home/ada/logs/a.jsonl",
    "/work/logs/a.jsonl",
    "/logs",
    "/work/~ada/a",
    "/work/a~/b",
  ]);
  expect(settingPath("~", windows)).toBe("C:\\Users\\ada");
  expect(settingPath("~\\logs\\a.jsonl", windows)).toBe("C:\\Users\\ada\\logs\\a.jsonl");
});

test("a client starts this program through a shell on Windows alone", () => {
  const npx = { command: "npx", args: ["-y", "mcp-code-execution"] };
  expect([linux, mac].map((machine) => startCommand(machine))).toEqual([npx, npx]);
  expect(startCommand(windows)).toEqual({ command: "cmd", args: ["/c", "npx", ...npx.args] });
});

test("a file's mode says who may read it, but on Windows", () => {
  expect([linux, mac, windows].map((machine) => hasFileModes(machine))).toEqual([
    true,
    true,
    false,
  ]);
});
