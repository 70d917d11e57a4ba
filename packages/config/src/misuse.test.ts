// What a program in JavaScript may get wrong: it is told what, and not when a file changes at last.
import { expect, it } from "vitest";
import { loadConfig } from "./load-config.ts";
import { jsonProblem } from "./servers/json-document.ts";
import { parseServers } from "./servers/parse-servers.ts";
import { parseSettings } from "./settings/parse-settings.ts";
import { readRegularFile } from "./sources/read-regular-file.ts";
import { watchConfig } from "./watch/watch-config.ts";

const wrong = (value: unknown): never => value as never;
const nowhere = { environment: {}, homeDirectory: "/nowhere", workingDirectory: "/nowhere" };

const noted = (): void => {};

it("a path in place of the options is no options", async () => {
  await expect(loadConfig(wrong("/home/ada/servers.json"))).rejects.toThrow(
    "pass {environment: {MCP_BRIDGE_CONFIG: path}}",
  );
  await expect(loadConfig(wrong(null))).rejects.toThrow("The options must be an object");
});

it("servers are parsed from a text, with options", async () => {
  const source = "mine";
  await expect(parseServers(wrong({ mcpServers: {} }), { source })).rejects.toThrow(
    "takes the JSON as a string",
  );
  for (const options of [undefined, {}, "mine"]) {
    await expect(parseServers("{}", wrong(options))).rejects.toThrow("needs `source`");
  }
});

it("a watch needs what was loaded and whom to tell", async () => {
  const since = await loadConfig(nowhere);
  await expect(watchConfig(wrong({ ...nowhere, since }))).rejects.toThrow("needs `onChange`");
  await expect(watchConfig(wrong({ ...nowhere, onChange: noted }))).rejects.toThrow(
    "needs `since`",
  );
  await expect(watchConfig(wrong(undefined))).rejects.toThrow("needs `since`");
});

it("settings are parsed from variables, and JSON from a text", () => {
  expect(() => parseSettings(wrong(undefined))).toThrow("pass process.env");
  expect(() => jsonProblem(wrong({}))).toThrow("takes the JSON as a string");
});

it("a file is read up to a number of bytes", async () => {
  await expect(readRegularFile("package.json", wrong(undefined))).rejects.toThrow(
    "needs `maxBytes`",
  );
});

it("options may be undefined", async () => {
  const { problems } = await loadConfig({
    ...nowhere,
    platform: undefined,
    ownEntryPaths: undefined,
  });
  expect(problems).toEqual([]);
});
