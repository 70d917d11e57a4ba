// What a program in JavaScript may get wrong: it is told what, and nothing is left behind.
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { officialServer, textOf } from "../test/test-servers.ts";
import { fileAuthStore } from "./auth/store/file-auth-store.ts";
import { login } from "./auth/login/login.ts";
import { logout } from "./auth/login/logout.ts";
import { createRegistry } from "./registry.ts";
import type { Registry } from "./registry-types.ts";

const wrong = (value: unknown): never => value as never;
const invalid = (message: RegExp): object =>
  expect.objectContaining({
    name: "RegistryError",
    code: "invalid-options",
    message: expect.stringMatching(message),
  });

const thrown = (work: () => unknown): unknown => {
  try {
    return work();
  } catch (error) {
    return error;
  }
};

const timers = (): number =>
  process.getActiveResourcesInfo().filter((kind) => kind === "Timeout").length;

describe("servers", () => {
  it.each<[string, unknown, RegExp]>([
    ["left out", undefined, /servers are undefined: they must be an object such as/],
    ["in an array", [], /servers are an array/],
    ["as a command line", { a: "node x.js" }, /server "a" is wrong: it is "node x\.js"/],
    ["with nothing in it", { a: {} }, /neither a command nor a url/],
    ["one level too deep", { mcpServers: { a: {} } }, /"mcpServers" is wrong: it has neither/],
    ["with a command in an array", { a: { command: ["node"] } }, /command is an array: .* args/],
    ["with arguments in a text", { a: { command: "node", args: "x.js" } }, /args is "x\.js"/],
    [
      "with a variable that is not set",
      { a: { command: "node", env: { TOKEN: undefined } } },
      /env\.TOKEN is undefined: it must be a string/,
    ],
    ["with another transport", { a: { url: "http://x", transport: "ws" } }, /transport is "ws"/],
    ["with a time in words", { a: { command: "node", timeoutMs: "5s" } }, /timeoutMs is "5s"/],
    [
      "with no call at once",
      { a: { command: "node", maxConcurrentCalls: 0 } },
      /maxConcurrentCalls is 0: it must be a whole number from 1/,
    ],
    [
      "with calls at once in a text",
      { a: { url: "http://x", maxConcurrentCalls: "2" } },
      /maxConcurrentCalls is "2"/,
    ],
  ])("%s", async (_, servers, message) => {
    expect(thrown(() => createRegistry(wrong(servers)))).toEqual(invalid(message));
    await using registry = createRegistry({});
    await expect(registry.setServers(wrong(servers))).rejects.toEqual(invalid(message));
  });
});

describe("options", () => {
  it.each<[string, unknown, RegExp]>([
    ["that are none", null, /options of the registry are null/],
    ["with a time in words", { callTimeoutMs: "5s" }, /callTimeoutMs is "5s": .* milliseconds/],
    ["with a time below 0", { startupTimeoutMs: -1 }, /startupTimeoutMs is -1/],
    ["with a folder for a store", { authStore: "/logins" }, /authStore is .*fileAuthStore\(folder/],
    ["with features that are no function", { clientFeatures: {} }, /clientFeatures is an object/],
    ["misspelt", { callTimeout: 5000 }, /no option callTimeout of the registry.* callTimeoutMs, /],
    ["with half an introduction", { clientInfo: { name: "x" } }, /must be \{name, version\}/],
  ])("%s", (_, options, message) => {
    expect(thrown(() => createRegistry({}, wrong(options)))).toEqual(invalid(message));
  });
});

describe("calls", () => {
  let registry: Registry;
  beforeAll(() => {
    registry = createRegistry({ everything: officialServer("everything") });
  });
  afterAll(async () => registry.close());
  const call = (options: unknown, args: unknown = { message: "x" }): Promise<unknown> =>
    registry.callTool("everything", "echo", wrong(args), wrong(options));

  it.each<[string, unknown, RegExp]>([
    ["with no options", null, /options of the call are null/],
    ["with a time in words", { timeoutMs: "5s" }, /timeoutMs is "5s"/],
    ["with a controller for its signal", { signal: new AbortController() }, /no AbortSignal/],
    ["with a listener that is none", { onProgress: 5 }, /onProgress is 5: it must be a function/],
  ])("%s", async (_, options, message) => {
    await expect(call(options)).rejects.toEqual(invalid(message));
  });

  it("leave no timer behind where they are wrong", async () => {
    await registry.listTools("everything");
    const before = timers();
    for (let n = 0; n < 20; n += 1) await call({ signal: {} }).catch(() => {});
    expect(timers()).toBeLessThan(before + 20);
  });

  it.each([
    ["null", null, "are null"],
    ["an array", [1], "are an array"],
    ["a text", "hi", 'are "hi"'],
  ])("with %s for arguments", async (_, args, said) => {
    await expect(call({}, args)).rejects.toMatchObject({
      code: "invalid-arguments",
      message: expect.stringContaining(`${said}: they must be an object of names to values`),
    });
  });

  it("with a number that JSON does not know", async () => {
    const adding = registry.callTool("everything", "get-sum", { a: 1n, b: 2 });
    await expect(adding).rejects.toMatchObject({
      code: "invalid-arguments",
      message: expect.stringContaining("got 1n"),
    });
  });

  it("with options that are undefined", async () => {
    const options = { signal: undefined, timeoutMs: undefined, onProgress: undefined };
    const answer = await registry.callTool("everything", "echo", { message: "x" }, options);
    expect(textOf(answer)).toBe("Echo: x");
  });

  it("of a server or a tool without a name", async () => {
    await expect(registry.callTool(wrong(undefined), "echo")).rejects.toEqual(
      invalid(/server is undefined: it must be a string/),
    );
    await expect(registry.callTool("everything", wrong(undefined))).rejects.toEqual(
      invalid(/tool is undefined/),
    );
    await expect(registry.readResource("everything", wrong(undefined))).rejects.toEqual(
      invalid(/uri is undefined/),
    );
    await expect(registry.catalog({ servers: wrong("everything") })).rejects.toEqual(
      invalid(/servers is "everything": it must be an array of names/),
    );
  });
});

it("a login to a server that is a process says that there is none", async () => {
  const loggingIn = login("a", wrong({ command: "node" }), wrong({}));
  await expect(loggingIn).rejects.toMatchObject({
    code: "login-failed",
    message: 'Server "a" has no url; only servers behind a URL have a login.',
  });
});

describe("logins", () => {
  const notes = { url: "http://127.0.0.1/mcp" };
  it.each<[string, () => Promise<unknown>, RegExp]>([
    ["without a definition", () => login("a", wrong(undefined), wrong({})), /definition is undef/],
    [
      "without options",
      () => login("a", notes, wrong(undefined)),
      /options of the login are undef/,
    ],
    ["without a store", () => login("a", notes, wrong({})), /store is undefined: .* fileAuthStore/],
    ["in a folder as the store", () => login("a", notes, wrong({ store: "/x" })), /store is "\/x"/],
    ["to be forgotten, of no server", () => logout(wrong(undefined), wrong({})), /definition is/],
    ["to be forgotten, without options", () => logout(notes, wrong(undefined)), /options of the/],
    ["to be forgotten, without a store", () => logout(notes, wrong({})), /store is undefined/],
  ])("%s", async (_, work, message) => {
    await expect(work()).rejects.toEqual(invalid(message));
  });

  it("without a folder", () => {
    expect(thrown(() => fileAuthStore(wrong(undefined)))).toEqual(invalid(/folder is undefined/));
  });
});

it("a listener is a function", async () => {
  await using registry = createRegistry({});
  expect(thrown(() => registry.onToolsChanged(wrong(undefined)))).toEqual(
    invalid(/listener is undefined: it must be a function/),
  );
});

it("a registry that is closed, and closed again, says of no server that it is ready", async () => {
  const registry = createRegistry({ everything: officialServer("everything") });
  await registry.listTools("everything");
  expect(registry.servers).toMatchObject([{ state: "ready" }]);
  await Promise.all([registry.close(), registry.close()]);
  await registry.close();
  expect(registry.servers).toMatchObject([{ state: "idle" }]);
});
