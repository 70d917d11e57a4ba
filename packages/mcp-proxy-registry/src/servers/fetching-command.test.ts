import { expect, it } from "vitest";
import { fetchingCommand } from "./fetching-command.ts";

it.each([
  ["C:\\Program Files\\nodejs\\npx.cmd", ["-y", "a"], "npx may still be installing it"],
  ["/usr/local/bin/uvx", ["a"], "uvx may still be installing it"],
  ["docker", ["run", "-i", "--rm", "a"], "docker may still be pulling its image"],
  ["docker", ["exec", "-i", "a", "serve"], undefined],
  ["node", ["npx.js"], undefined],
])("says of %s %j what it may do before the server starts", (command, args, words) => {
  expect(fetchingCommand({ command, args })).toBe(words);
});
