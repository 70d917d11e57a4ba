import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { text } from "node:stream/consumers";
import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { createRegistry } from "../../registry.ts";
import type { OAuthDefinition } from "../oauth-definition.ts";

/** An MCP server that lets nobody in, and says so in two ways; and the authorization server that it names. */
const server = createServer((request, response) => void answer(request, response));
let origin: string;
/** Changed by tests. */
let metadata: Record<string, unknown>;
let challenge: string;
/** The authorization server that the MCP server names once somebody has a token. Without it itself, all the time. */
let later: string | undefined;
let forms: URLSearchParams[];

beforeAll(async () => {
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  origin = `http://127.0.0.1:${typeof address === "object" ? address?.port : 0}`;
});
afterAll(async () => {
  server.closeAllConnections();
  server.close();
  await once(server, "close");
});
beforeEach(() => {
  forms = [];
  challenge = "Bearer";
  later = undefined;
  metadata = {
    issuer: origin,
    authorization_endpoint: `${origin}/authorize`,
    token_endpoint: `${origin}/token`,
    response_types_supported: ["code"],
  };
});

async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const body = await text(request);
  const json = (value: unknown): unknown => {
    response.setHeader("content-type", "application/json");
    return response.end(JSON.stringify(value));
  };
  if (request.url?.startsWith("/.well-known/oauth-authorization-server"))
    return void json(metadata);
  if (request.url?.startsWith("/.well-known/oauth-protected-resource") && later && forms.length > 0)
    return void json({ resource: `${origin}/mcp`, authorization_servers: [later] });
  if (request.url === "/token") {
    forms.push(new URLSearchParams(body));
    return void json({ access_token: `token-${forms.length}`, token_type: "Bearer" });
  }
  if (request.url !== "/mcp") return void response.writeHead(404).end();
  const isIn = request.headers.authorization !== undefined;
  const more = 'Bearer error="insufficient_scope", scope="admin everything"';
  response.writeHead(isIn ? 403 : 401, { "www-authenticate": isIn ? more : challenge }).end();
}

async function failure(oauth: OAuthDefinition = {}): Promise<unknown> {
  await using registry = createRegistry({
    robot: {
      url: `${origin}/mcp`,
      transport: "http",
      oauth: { grantType: "client_credentials", clientId: "me", clientSecret: "of-mine", ...oauth },
    },
  });
  return await registry.listTools("robot").catch((error: unknown) => error);
}

it("never ask for more scopes than the entry has", async () => {
  expect(await failure({ scopes: ["read"] })).toMatchObject({
    message: expect.stringMatching(/wants the scopes admin everything.*"scopes" in "oauth"/),
  });
  expect(forms.map((form) => form.get("scope"))).toEqual(["read"]);
});

it("ask for the scopes that the server names where the entry has none", async () => {
  await failure();
  expect(forms.map((form) => form.get("scope"))).toEqual([null, "admin everything"]);
});

it("go to no authorization server without https on another machine", async () => {
  metadata["token_endpoint"] = "http://elsewhere.test/token";
  expect(await failure()).toMatchObject({
    code: "login-failed",
    message: expect.stringContaining("an address that is not https, at elsewhere.test"),
  });
  expect(forms).toEqual([]);
});

it("take the server's description from its own address only", async () => {
  challenge = 'Bearer resource_metadata="http://127.0.0.1:9/latest"';
  expect(await failure()).toMatchObject({
    code: "login-failed",
    message: expect.stringContaining("resource metadata is at 127.0.0.1:9"),
  });
  expect(forms).toEqual([]);
});

it("stay with the first authorization server that took them", async () => {
  const asked: string[] = [];
  const other = createServer((request, response) => {
    asked.push(`${request.method} ${request.headers.authorization ?? ""}`);
    const itself = later ?? "";
    const endpoints = {
      authorization_endpoint: `${itself}/authorize`,
      token_endpoint: `${itself}/token`,
    };
    response.setHeader("content-type", "application/json");
    response.end(JSON.stringify({ ...metadata, issuer: itself, ...endpoints }));
  });
  other.listen(0, "127.0.0.1");
  await once(other, "listening");
  const address = other.address();
  later = `http://127.0.0.1:${typeof address === "object" ? address?.port : 0}`;
  expect(await failure()).toMatchObject({
    code: "login-failed",
    message: expect.stringContaining(`is not presented to ${later}`),
  });
  other.closeAllConnections();
  other.close();
  expect(forms).toHaveLength(1);
  expect(new Set(asked)).toEqual(new Set(["GET "]));
});
