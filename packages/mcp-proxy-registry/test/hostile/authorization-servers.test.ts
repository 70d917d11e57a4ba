// A server that wants a login, and the authorization server that it chose, which would take what is another's, or the
// login itself.
import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import type { AuthStore } from "../../src/auth/store/auth-store.ts";
import { fileAuthStore } from "../../src/auth/store/file-auth-store.ts";
import { login, type LoginOptions } from "../../src/auth/login/login.ts";
import { createRegistry } from "../../src/registry.ts";
import type { Registry } from "../../src/registry-types.ts";
import { type ProtectedServer, startProtectedServer, visit } from "../oauth/protected-server.ts";
import { hostile } from "./hostile-case.ts";

let server: ProtectedServer;
let folder: string;
let store: AuthStore;

beforeAll(async () => {
  server = await startProtectedServer();
});
afterAll(() => server[Symbol.asyncDispose]());
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "logins-"));
  store = fileAuthStore(folder);
  server.intercept = undefined;
  return () => rm(folder, { recursive: true, force: true });
});

function logIn(options: Partial<LoginOptions> = {}): Promise<void> {
  return login("remote", { url: server.url }, { store, openBrowser: visit, ...options });
}

async function loggedIn(): Promise<Registry> {
  await logIn();
  const registry = createRegistry({ remote: { url: server.url } }, { authStore: store });
  await registry.callTool("remote", "whoami");
  return registry;
}

function failureOf(work: Promise<unknown>): Promise<unknown> {
  return work.then(
    () => undefined,
    (error: unknown) => error,
  );
}

async function kept(): Promise<{ neededScope: string }> {
  const [name = ""] = await readdir(folder);
  return JSON.parse(await readFile(join(folder, name), "utf8"));
}

type Response = Parameters<NonNullable<ProtectedServer["intercept"]>>[1];

function refuse(response: Response): boolean {
  response.writeHead(401, { "www-authenticate": 'Bearer error="invalid_token"' }).end();
  return true;
}

const mixedUp = {
  id: "3.mixed-up-login",
  name: "a login on the page of an honest authorization server, whose code goes to another one",
  protection: "an authorization server that describes itself as another one gives no login",
  checked: "mutation",
};

it(`[${mixedUp.id}] ${mixedUp.name}`, { timeout: 60_000, ...hostile(mixedUp) }, async () => {
  await using honest = await startProtectedServer();
  const { origin } = new URL(honest.url);
  let visits = 0;
  let stolen = "";
  server.intercept = (request, response) => {
    if (request.url === "/token") void text(request).then((form) => (stolen = form));
    if (!request.url?.startsWith("/.well-known/oauth-authorization-server")) return false;
    const metadata = {
      issuer: `${origin}/`,
      authorization_endpoint: `${origin}/authorize`,
      registration_endpoint: `${origin}/register`,
      token_endpoint: `${new URL(server.url).origin}/token`,
      response_types_supported: ["code"],
      code_challenge_methods_supported: ["S256"],
    };
    response.setHeader("content-type", "application/json");
    response.end(JSON.stringify(metadata));
    return true;
  };
  const openBrowser = (url: string): Promise<string> => {
    visits += 1;
    return visit(url);
  };
  expect(await failureOf(logIn({ openBrowser }))).toMatchObject({
    code: "login-failed",
    message: expect.stringContaining("describes itself as another one"),
  });
  expect({ visits, stolen }).toEqual({ visits: 0, stolen: "" });
});

const scopes = {
  id: "4.scopes-of-a-server",
  name: "a server that wants other scopes with each refusal",
  protection: "the newest are kept, and no more than fit into the address of a page",
  checked: "mutation",
};

it(`[${scopes.id}] ${scopes.name}`, { timeout: 60_000, ...hostile(scopes) }, async () => {
  await using registry = await loggedIn();
  let named = 0;
  server.intercept = (request, response) => {
    if (request.url !== "/mcp") return false;
    const scope = Array.from({ length: 900 }, () => `scope-${(named += 1)}`).join(" ");
    const challenge = `Bearer error="insufficient_scope", scope="${scope}"`;
    response.writeHead(403, { "www-authenticate": challenge }).end();
    return true;
  };
  for (let refusal = 0; refusal < 3; refusal += 1) {
    expect(await failureOf(registry.callTool("remote", "whoami"))).toMatchObject({
      code: "login-required",
    });
  }
  const { neededScope } = await kept();
  expect(neededScope.length).toBeLessThanOrEqual(4_000);
  expect(neededScope).toMatch(/^scope-\d+( scope-\d+)*$/);
  expect(neededScope).toContain(`scope-${named - 899} `);
  server.intercept = undefined;
  await registry.callTool("remote", "whoami");
});

const tokens = {
  id: "5.token-that-is-none",
  name: "a token that no header can hold, and a login that is longer than any",
  protection: "neither takes the place of the login that there is",
  checked: "mutation",
};

it.each([
  ["a line break", { access_token: "a\r\nX-Other: b" }, "cannot be sent in a header"],
  ["letters", { access_token: "\u00e4\u2028" }, "cannot be sent in a header"],
  ["its length", { access_token: "x".repeat(70_000) }, "cannot be sent in a header"],
  [
    "its refresh token",
    { access_token: "fine", refresh_token: "x".repeat(1_000_000) },
    "longer than any login",
  ],
])(
  `[${tokens.id}] a token that is none by %s`,
  { timeout: 60_000, ...hostile(tokens) },
  async (_by, answer, words) => {
    await using registry = await loggedIn();
    const before = await kept();
    server.intercept = (request, response) => {
      if (request.url === "/mcp") return refuse(response);
      if (request.url !== "/token") return false;
      response.setHeader("content-type", "application/json");
      response.end(JSON.stringify({ token_type: "Bearer", ...answer }));
      return true;
    };
    expect(await failureOf(registry.callTool("remote", "whoami"))).toMatchObject({
      code: "login-failed",
      message: expect.stringContaining(words),
    });
    expect(await kept()).toEqual(before);
    server.intercept = undefined;
    await registry.callTool("remote", "whoami");
  },
);

const hanging = {
  id: "4.login-that-is-not-renewed",
  name: "an authorization server that takes its time to say no to each of many calls",
  protection: "it is asked once for all calls that wait for it",
  checked: "mutation",
};

it(`[${hanging.id}] ${hanging.name}`, { timeout: 60_000, ...hostile(hanging) }, async () => {
  await using registry = await loggedIn();
  let asked = 0;
  server.intercept = (request, response) => {
    if (request.url === "/mcp" && request.method === "POST") return refuse(response);
    if (request.url !== "/token") return false;
    asked += 1;
    setTimeout(() => response.writeHead(503).end("in repair"), 1_000);
    return true;
  };
  const calls = Array.from({ length: 8 }, () => failureOf(registry.callTool("remote", "whoami")));
  for (const failure of await Promise.all(calls)) {
    expect(failure).toMatchObject({ code: "login-failed" });
  }
  expect(asked).toBe(1);
});

const accents = {
  id: "4.long-texts",
  name: "addresses with many accents on one letter of their host, of an authorization server",
  protection: "an address that is too long is not read",
  checked: "mutation",
};

it(`[${accents.id}] ${accents.name}`, { timeout: 120_000, ...hostile(accents) }, async () => {
  const address = `https://e${"\u0315\u0316".repeat(40_000)}.test/`;
  server.intercept = (request, response) => {
    if (!request.url?.startsWith("/.well-known/")) return false;
    const metadata = request.url.startsWith("/.well-known/oauth-protected-resource")
      ? { resource: server.url, authorization_servers: [address] }
      : { issuer: address, authorization_endpoint: address, token_endpoint: address };
    response.setHeader("content-type", "application/json");
    // Whoever reads it passes over the mark at its start.
    response.end(`\uFEFF${JSON.stringify(metadata)}`);
    return true;
  };
  const before = process.cpuUsage();
  expect(await failureOf(logIn())).toMatchObject({ code: "login-failed" });
  const { user, system } = process.cpuUsage(before);
  expect((user + system) / 1000).toBeLessThan(3_000);
});
