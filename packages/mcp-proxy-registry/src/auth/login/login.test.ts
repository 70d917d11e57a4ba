import { once } from "node:events";
import { createServer } from "node:http";
import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { inspect } from "node:util";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import {
  type ProtectedServer,
  startProtectedServer,
  visit,
} from "../../../test/oauth/protected-server.ts";
import { textOf } from "../../../test/test-servers.ts";
import { createRegistry } from "../../registry.ts";
import type { Registry } from "../../registry-types.ts";
import type { UrlServerDefinition } from "../../servers/server-definition.ts";
import type { AuthStore } from "../store/auth-store.ts";
import { fileAuthStore } from "../store/file-auth-store.ts";
import { login, type LoginOptions } from "./login.ts";
import { logout } from "./logout.ts";

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
  Object.assign(server.authorization.settings, {
    expiresIn: 3600,
    refuseLogin: false,
    refreshDelayMs: 0,
  });
  return () => rm(folder, { recursive: true, force: true });
});

const logged: string[] = [];

function open(definition: Partial<UrlServerDefinition> = {}, authStore = store): Registry {
  const remote: UrlServerDefinition = { url: server.url, ...definition };
  return createRegistry(
    { remote },
    { authStore, onLog: ({ message }) => void logged.push(message) },
  );
}

function logIn(options: Partial<LoginOptions> = {}, definition = {}): Promise<void> {
  return login(
    "remote",
    { url: server.url, ...definition },
    { store, openBrowser: visit, ...options },
  );
}

function failureOf(work: Promise<unknown>): Promise<unknown> {
  return work.then(
    () => expect.unreachable("it worked"),
    (error: unknown) => error,
  );
}

async function whoami(registry: Registry): Promise<string> {
  return textOf(await registry.callTool("remote", "whoami"));
}

describe("a server that wants a login", () => {
  it.each(["http", "sse"] as const)("is used after one (%s)", async (transport) => {
    const definition = { transport, url: transport === "sse" ? server.sseUrl : server.url };
    await using registry = open(definition);
    expect(await failureOf(registry.listTools("remote"))).toMatchObject({
      code: "login-required",
      message:
        'Server "remote" needs a login. Run this command in a terminal, then try again: npx mcp-code-execution login remote',
    });
    await logIn({}, definition);
    // No restart and no pause: the login counts at once.
    expect(await whoami(registry)).toBe("scopes: reading");
  });

  it("is found to be an older one in spite of the login", async () => {
    const { pathname } = new URL(server.sseUrl);
    await logIn({}, { url: server.sseUrl });
    server.intercept = (request, response) => {
      const isPost = request.url === pathname && request.method === "POST";
      if (isPost) response.writeHead(405).end();
      return isPost;
    };
    await using registry = open({ url: server.sseUrl });
    expect(await whoami(registry)).toBe("scopes: reading");
  });

  it("is not asked for one by itself where the entry has an Authorization header", async () => {
    await logIn();
    await using registry = open({ headers: { authorization: "Bearer header-of-mine" } });
    expect(await failureOf(registry.listTools("remote"))).toMatchObject({
      code: "start-failed",
      summary: expect.stringContaining(
        "HTTP 401: unknown token ***; check the headers of its entry",
      ),
    });
    const headers = { Authorization: "Bearer header-of-mine" };
    expect(await failureOf(logIn({}, { headers }))).toMatchObject({ code: "login-failed" });
  });

  it("gets the other headers of its entry beside the token", async () => {
    const seen = new Map<string, unknown>();
    server.intercept = (request) => {
      const { "x-tenant": tenant, authorization } = request.headers;
      seen.set(`${request.method} ${request.url}`, [tenant, authorization?.split(" ")[0]]);
      return false;
    };
    const headers = { "X-Tenant": "tenant-of-mine" };
    await logIn({}, { headers });
    await using registry = open({ headers });
    await whoami(registry);
    expect(seen.get("POST /mcp")).toEqual(["tenant-of-mine", "Bearer"]);
  });

  it("is told to be without one after a logout, which ends it over there as well", async () => {
    await logIn();
    const kept = await store.read(server.url);
    expect(await logout({ url: server.url }, { store })).toBe(true);
    expect(await logout({ url: server.url }, { store })).toBe(false);
    await store.write(server.url, kept ?? "");
    await using registry = open();
    expect(await failureOf(registry.listTools("remote"))).toMatchObject({
      code: "login-required",
      message: expect.stringContaining("no longer accepts the login"),
    });
  });

  it("is initialized anew where it has ended our session", async () => {
    await logIn();
    await using registry = open();
    await whoami(registry);
    server.forgetSessions();
    expect(await failureOf(whoami(registry))).toMatchObject({
      message: expect.stringContaining("it has ended our session (HTTP 404)"),
    });
    expect(await whoami(registry)).toBe("scopes: reading");
  });
});

describe("a tool that needs more scopes", () => {
  it("names them, and is callable after another login", async () => {
    await logIn();
    await using registry = open();
    await whoami(registry);
    expect(await failureOf(registry.callTool("remote", "shout"))).toMatchObject({
      code: "login-required",
      message: expect.stringContaining("with the scopes reading shouting"),
    });
    expect(await whoami(registry)).toBe("scopes: reading");
    await logIn();
    expect(textOf(await registry.callTool("remote", "shout"))).toBe("HEY");
  });

  it("is not asked for again and again where a login does not help", async () => {
    await logIn({}, { oauth: { scopes: ["reading"] } });
    server.intercept = (request, response) => {
      const isCall = request.url === "/mcp" && request.headers["content-length"] !== undefined;
      if (!isCall) return false;
      const challenge = 'Bearer error="insufficient_scope", scope="reading"';
      response.writeHead(403, { "www-authenticate": challenge }).end();
      return true;
    };
    await using registry = open();
    expect(await failureOf(registry.listTools("remote"))).toMatchObject({
      code: "call-failed",
      message: expect.stringContaining("Ask whoever runs the server"),
    });
  });
});

describe("a token that has run out", () => {
  it("is refreshed once, however many calls and stores there are", async () => {
    server.authorization.settings.expiresIn = 31;
    await logIn();
    const before = server.authorization.refreshes;
    Object.assign(server.authorization.settings, { expiresIn: 3600, refreshDelayMs: 300 });
    await using first = open();
    await using second = open({}, fileAuthStore(folder));
    // It is refreshed when it has less than half a minute left.
    await expect.poll(() => isDue(folder), { timeout: 20_000 }).toBe(true);
    await Promise.all([first, second].map((registry) => whoami(registry)));
    expect(server.authorization.refreshes).toBe(before + 1);
  });

  it("is refreshed when the server refuses it early", async () => {
    await logIn();
    await using registry = open();
    await whoami(registry);
    const before = server.authorization.refreshes;
    refuseOnce();
    expect(await whoami(registry)).toBe("scopes: reading");
    expect(server.authorization.refreshes).toBe(before + 1);
  });

  it("needs a login where it cannot be refreshed", async () => {
    await logIn();
    await using registry = open();
    await whoami(registry);
    server.authorization.revokeAll();
    expect(await failureOf(whoami(registry))).toMatchObject({ code: "login-required" });
    await logIn();
    expect(await whoami(registry)).toBe("scopes: reading");
  });

  it("does not end the login while the authorization server is out of order", async () => {
    await logIn();
    await using registry = open();
    await whoami(registry);
    server.intercept = (request, response) => {
      if (request.url === "/mcp") return refuse(response);
      if (request.url === "/token") response.writeHead(503).end("in repair");
      return request.url === "/token";
    };
    expect(await failureOf(whoami(registry))).toMatchObject({
      code: "login-failed",
      message: 'The login of server "remote" was not renewed: HTTP 503: in repair',
    });
    server.intercept = undefined;
    expect(await whoami(registry)).toBe("scopes: reading");
  });
});

describe("a login", () => {
  it("refuses whoever comes back without its state, and waits on", async () => {
    const answers: number[] = [];
    await logIn({
      async openBrowser(url) {
        const back = new URL(new URL(url).searchParams.get("redirect_uri") ?? "");
        for (const path of ["/callback?code=x&state=guessed", "/callback?code=x", "/other"]) {
          answers.push((await fetch(new URL(path, back))).status);
        }
        expect(await visit(url)).toContain("You can close this page");
      },
    });
    expect(answers).toEqual([400, 400, 404]);
  });

  it("comes back to the port that the entry names", async () => {
    const taken = createServer().listen(0, "127.0.0.1");
    await once(taken, "listening");
    const address = taken.address();
    const redirectPort = typeof address === "object" ? Number(address?.port) : 0;
    await new Promise((resolve) => taken.close(resolve));
    let page = "";
    await logIn({ onUrl: (url) => (page = url) }, { oauth: { redirectPort } });
    const back = new URL(page).searchParams.get("redirect_uri");
    expect(back).toBe(`http://127.0.0.1:${redirectPort}/callback`);
  });

  it("works from another machine, by the address that the browser there ends at", async () => {
    const asked: string[] = [];
    let page = "";
    await logIn({
      openBrowser: () => Promise.reject(new Error("no browser here")),
      onUrl: (url) => (page = url),
      async pastedUrl() {
        asked.push(page);
        if (asked.length === 1) return "what was that?";
        const response = await fetch(page, { redirect: "manual" });
        return ` ${response.headers.get("location")}\n`;
      },
    });
    await using registry = open();
    expect(await whoami(registry)).toBe("scopes: reading");
  });

  it.each([
    [
      "the person refuses",
      "the authorization server refused: access_denied: the person [2J said no",
    ],
    ["nobody comes back", "was not finished within 0.3 s"],
    ["it is cancelled", "it was cancelled"],
    ["the port is taken", "cannot be used"],
    ["the server is gone", "cannot be reached"],
  ])("says so where %s", async (how, sentence) => {
    server.authorization.settings.refuseLogin = how === "the person refuses";
    const stays = how === "nobody comes back" || how === "it is cancelled";
    const cancelled = new AbortController();
    const failure = failureOf(
      logIn(
        {
          ...(stays && { openBrowser: () => how === "it is cancelled" && cancelled.abort() }),
          ...(how === "nobody comes back" && { timeoutMs: 300 }),
          signal: cancelled.signal,
        },
        {
          ...(how === "the port is taken" && {
            oauth: { redirectPort: Number(new URL(server.url).port) },
          }),
          ...(how === "the server is gone" && { url: "http://127.0.0.1:9/mcp" }),
        },
      ),
    );
    expect(await failure).toMatchObject({ message: expect.stringContaining(sentence) });
    expect(await store.read(server.url)).toBeUndefined();
  });

  it.each([
    ["a server that wants something else", /names no authorization server.*Authorization header/],
    ["one whose authorization server registers nobody", /write "oauth": \{"clientId": "…"/],
  ])("to %s says what to do", async (what, sentence) => {
    const { origin } = new URL(server.url);
    server.intercept = (request, response) => {
      const isMetadata = request.url?.startsWith("/.well-known/oauth-authorization-server");
      if (isMetadata && !what.includes("else")) {
        response.setHeader("content-type", "application/json");
        const endpoints = { authorization_endpoint: `${origin}/a`, token_endpoint: `${origin}/t` };
        const pkce = { code_challenge_methods_supported: ["S256"] };
        const metadata = { issuer: origin, response_types_supported: ["code"], ...endpoints };
        response.end(JSON.stringify({ ...metadata, ...pkce }));
      } else {
        response.writeHead(request.url === "/mcp" ? 401 : 404).end("<title>Who is there</title>");
      }
      return true;
    };
    expect(await failureOf(logIn())).toMatchObject({
      code: "login-failed",
      message: expect.stringMatching(sentence),
    });
  });

  it.each(["registration_endpoint", "revocation_endpoint"])(
    "is not begun where the %s is not safe",
    async (endpoint) => {
      server.intercept = (request, response) => {
        if (!request.url?.startsWith("/.well-known/oauth-authorization-server")) return false;
        const { origin } = new URL(server.url);
        const endpoints = { authorization_endpoint: `${origin}/a`, token_endpoint: `${origin}/t` };
        const pkce = { code_challenge_methods_supported: ["S256"] };
        const metadata = { issuer: origin, response_types_supported: ["code"], ...endpoints };
        response.setHeader("content-type", "application/json");
        response.end(JSON.stringify({ ...metadata, ...pkce, [endpoint]: "http://else.test/" }));
        return true;
      };
      expect(await failureOf(logIn())).toMatchObject({
        message: expect.stringContaining("an address that is not https, at else.test"),
      });
    },
  );

  it("is not begun with an authorization server that has no PKCE", async () => {
    server.intercept = (request, response) => {
      if (!request.url?.startsWith("/.well-known/oauth-authorization-server")) return false;
      const { origin } = new URL(server.url);
      response.setHeader("content-type", "application/json");
      response.end(
        JSON.stringify({
          issuer: origin,
          authorization_endpoint: `${origin}/authorize`,
          token_endpoint: `${origin}/token`,
          response_types_supported: ["code"],
        }),
      );
      return true;
    };
    expect(await failureOf(logIn())).toMatchObject({ message: expect.stringContaining("PKCE") });
  });
});

describe("secrets", () => {
  it("reach no error and no log, whoever repeats them", async () => {
    logged.length = 0;
    const errors: unknown[] = [];
    await logIn();
    await using registry = open({ headers: { "X-Api-Key": "planted-header" } });
    await whoami(registry);
    for (const status of [400, 401, 403, 404, 405, 429, 500, 503, 307]) {
      server.intercept = (request, response) => {
        const { authorization = "", "x-api-key": key } = request.headers;
        const words = `${authorization} ${String(key)}`;
        const location = `http://elsewhere.test/?${encodeURIComponent(words)}`;
        const challenge = `Bearer error="insufficient_scope", error_description="${words}"`;
        response.writeHead(status, words, { location, "www-authenticate": challenge });
        response.end(JSON.stringify({ error: words, error_description: words }));
        return true;
      };
      errors.push(await failureOf(whoami(registry)));
      errors.push(await failureOf(logIn()));
      await using another = open({ headers: { "X-Api-Key": "planted-header" } });
      errors.push(await failureOf(another.listTools("remote")));
    }
    server.intercept = (request, response) => {
      if (request.url !== "/mcp") return false;
      const message = `you are ${String(request.headers.authorization)}`;
      response.setHeader("content-type", "application/json");
      response.end(
        JSON.stringify({ jsonrpc: "2.0", id: request.body?.id, error: { code: -32_603, message } }),
      );
      return true;
    };
    await using last = open();
    errors.push(await failureOf(last.listTools("remote")));
    for (const endpoint of ["/token", "/register"]) {
      server.intercept = repeatBodyOf(endpoint);
      errors.push(await failureOf(logIn()));
    }

    const shown = inspect(errors, { depth: Infinity, maxStringLength: Infinity }) + logged.join();
    for (const secret of [...server.authorization.issued, "planted-header"]) {
      expect(shown).not.toContain(secret);
    }
    expect(shown).not.toContain("planted-");
    expect(server.authorization.issued.length).toBeGreaterThan(4);
  });

  it("lie in files that only the user may read", async () => {
    await logIn();
    const names = await readdir(folder);
    expect(names).toEqual([expect.stringMatching(/^127\.0\.0\.1-[0-9a-f]{16}\.json$/)]);
    const kept = await readFile(join(folder, names[0] ?? ""), "utf8");
    expect(JSON.parse(kept)).toMatchObject({ url: server.url, tokens: { token_type: "Bearer" } });
  });
});

async function isDue(place: string): Promise<boolean> {
  const [name = ""] = await readdir(place);
  const { expiresAt } = JSON.parse(await readFile(join(place, name), "utf8"));
  return Date.now() > expiresAt - 30_000;
}

type Response = Parameters<NonNullable<ProtectedServer["intercept"]>>[1];

function refuse(response: Response): boolean {
  response.writeHead(401, { "www-authenticate": 'Bearer error="invalid_token"' }).end();
  return true;
}

function refuseOnce(): void {
  server.intercept = (request, response) => {
    if (request.url !== "/mcp" || request.method !== "POST") return false;
    server.intercept = undefined;
    return refuse(response);
  };
}

/** Answers a form or a registration with an error that repeats all of it. */
function repeatBodyOf(endpoint: string): NonNullable<ProtectedServer["intercept"]> {
  return (request, response) => {
    if (request.url !== endpoint) return false;
    void repeat();
    return true;

    async function repeat(): Promise<void> {
      const form = await text(request);
      const verifier = new URLSearchParams(form).get("code_verifier");
      if (verifier !== null) server.authorization.issued.push(verifier);
      const words = `I got ${form || JSON.stringify(request.body)}`;
      const answer = { error: "invalid_request", error_description: words };
      response.writeHead(400, { "content-type": "application/json" }).end(JSON.stringify(answer));
    }
  };
}
