// An MCP server that wants a login, and the authorization server that gives it, on one port of this machine.
import { randomUUID } from "node:crypto";
import { once } from "node:events";
import type { IncomingMessage, ServerResponse } from "node:http";
import { McpServer } from "@modelcontextprotocol/sdk/server/mcp.js";
import { requireBearerAuth } from "@modelcontextprotocol/sdk/server/auth/middleware/bearerAuth.js";
import { mcpAuthRouter } from "@modelcontextprotocol/sdk/server/auth/router.js";
import { createMcpExpressApp } from "@modelcontextprotocol/sdk/server/express.js";
import { SSEServerTransport } from "@modelcontextprotocol/sdk/server/sse.js";
import { StreamableHTTPServerTransport } from "@modelcontextprotocol/sdk/server/streamableHttp.js";
import { type AuthorizationServer, createAuthorizationServer } from "./authorization-server.ts";

/** As much of Express as is used here; its types are not installed. */
interface Request extends IncomingMessage {
  /** Where it was JSON. */
  body?: { id?: unknown; params?: { name?: string } };
  query: Record<string, unknown>;
}

/** Answers a request instead of the server, where it returns true. */
type Interception = (request: Request, response: ServerResponse) => boolean;

export interface ProtectedServer extends AsyncDisposable {
  /** Streamable HTTP. */
  readonly url: string;
  /** The older protocol, at an address of its own. */
  readonly sseUrl: string;
  readonly authorization: AuthorizationServer;
  /** Comes before everything else. */
  intercept: Interception | undefined;
  /** Ends all sessions, so that requests of theirs get 404. */
  forgetSessions(): void;
}

/** Its tools are `whoami` and `shout`; the second one needs the scope `shouting`. */
export async function startProtectedServer(): Promise<ProtectedServer> {
  const authorization = createAuthorizationServer();
  const streamable = new Map<string, StreamableHTTPServerTransport>();
  const sse = new Map<string, SSEServerTransport>();
  const app = createMcpExpressApp();
  const listening = app.listen(0, "127.0.0.1");
  await once(listening, "listening");
  const address = listening.address();
  const origin = `http://127.0.0.1:${typeof address === "object" ? address?.port : 0}`;
  const server: ProtectedServer = {
    url: `${origin}/mcp`,
    sseUrl: `${origin}/sse`,
    authorization,
    intercept: undefined,
    forgetSessions: () => streamable.clear(),
    async [Symbol.asyncDispose]() {
      listening.closeAllConnections();
      listening.close();
      await once(listening, "close");
    },
  };

  app.use((request: Request, response: ServerResponse, next: () => void) => {
    if (!server.intercept?.(request, response)) next();
  });
  const noLimit = { rateLimit: false } as const;
  app.use(
    mcpAuthRouter({
      provider: authorization.provider,
      issuerUrl: new URL(origin),
      resourceServerUrl: new URL(origin),
      scopesSupported: ["reading", "shouting"],
      authorizationOptions: noLimit,
      clientRegistrationOptions: noLimit,
      tokenOptions: noLimit,
      revocationOptions: noLimit,
    }),
  );
  const resourceMetadataUrl = `${origin}/.well-known/oauth-protected-resource`;
  const guard = (...requiredScopes: string[]): ReturnType<typeof requireBearerAuth> =>
    requireBearerAuth({ verifier: authorization.provider, requiredScopes, resourceMetadataUrl });
  const reading = guard("reading");
  const shouting = guard("reading", "shouting");

  app.all("/mcp", (request: Request, response: ServerResponse, next: () => void) => {
    const isShout = request.body?.params?.name === "shout";
    void (isShout ? shouting : reading)(request, response, next);
  });
  app.all("/mcp", async (request: Request, response: ServerResponse) => {
    const id = String(request.headers["mcp-session-id"] ?? "");
    let transport = streamable.get(id);
    if (id !== "" && !transport) {
      response.writeHead(404).end("no such session");
      return;
    }
    if (!transport) {
      transport = new StreamableHTTPServerTransport({
        sessionIdGenerator: randomUUID,
        onsessioninitialized: (session) => void streamable.set(session, transport!),
      });
      await createTools().connect(transport);
    }
    await transport.handleRequest(request, response, request.body);
  });
  app.get("/sse", reading, async (_request: Request, response: ServerResponse) => {
    const transport = new SSEServerTransport("/messages", response);
    sse.set(transport.sessionId, transport);
    await createTools().connect(transport);
  });
  app.post("/messages", reading, async (request: Request, response: ServerResponse) => {
    const transport = sse.get(String(request.query["sessionId"]));
    await transport?.handlePostMessage(request, response, request.body);
  });
  return server;
}

/** A browser whose person logs in at once: it follows redirects to their end. */
export async function visit(url: string): Promise<string> {
  const response = await fetch(url);
  return response.text();
}

function createTools(): McpServer {
  const server = new McpServer({ name: "protected", version: "1" });
  server.registerTool("whoami", {}, ({ authInfo }) => ({
    content: [{ type: "text", text: `scopes: ${authInfo?.scopes.join(" ")}` }],
  }));
  server.registerTool("shout", {}, () => ({ content: [{ type: "text", text: "HEY" }] }));
  return server;
}
