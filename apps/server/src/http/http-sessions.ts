import type { IncomingMessage, ServerResponse } from "node:http";
import {
  isInitializeRequest,
  isJSONRPCRequest,
  type JSONRPCRequest,
} from "@modelcontextprotocol/sdk/types.js";
import type { Bridge, BridgeOptions } from "../bridge/bridge-types.ts";
import { HttpSession } from "./http-session.ts";
import type { HttpSettings } from "./http-options.ts";
import { refuse, sendJson, type Refusal } from "./refusal.ts";

/** The MCP sessions of a server, within its limits. */
export class HttpSessions {
  readonly #settings: HttpSettings;
  readonly #bridgeOptions: (client: string) => BridgeOptions;
  /** Includes those that have no id yet. */
  readonly #all = new Set<HttpSession>();
  readonly #byId = new Map<string, HttpSession>();
  /** Clients of sessions that are starting. */
  readonly #starting: string[] = [];
  #closed = false;

  constructor(settings: HttpSettings, bridgeOptions: (client: string) => BridgeOptions) {
    this.#settings = settings;
    this.#bridgeOptions = bridgeOptions;
  }

  /** Answers a request of an admitted client. Only POST has a `body`. */
  async handle(
    request: IncomingMessage,
    response: ServerResponse,
    { client, body }: { client: string; body?: unknown },
  ): Promise<void> {
    const id = request.headers["mcp-session-id"];
    if (id !== undefined) {
      const session = typeof id === "string" ? this.#byId.get(id) : undefined;
      // Another client's session is treated as unknown, so that its existence is not revealed.
      if (session?.client !== client) return refuse(response, unknownSession);
      const refused = this.#refuseRuns(session, body);
      if (!refused) return session.handle(request, response, body);
      return "status" in refused ? refuse(response, refused) : sendJson(response, 200, refused);
    }
    if (request.method !== "POST" || !isInitializeRequest(body)) {
      return refuse(response, {
        status: 400,
        message:
          "The header Mcp-Session-Id is missing: begin a session with an initialize request.",
      });
    }
    await this.#begin(request, response, client, body);
  }

  async setServers(...changed: Parameters<Bridge["setServers"]>): Promise<void> {
    const told = await Promise.allSettled(
      [...this.#all].map((session) => session.setServers(...changed)),
    );
    // A session that is ending needs no new servers.
    for (const each of told) {
      if (each.status === "rejected")
        this.#settings.log(`a session keeps its servers: ${each.reason}`);
    }
  }

  /** Resolves when nothing of any session is left. */
  async close(): Promise<void> {
    this.#closed = true;
    await Promise.allSettled(
      [...this.#all].map((session) => session.close("the server is closing")),
    );
  }

  async #begin(
    request: IncomingMessage,
    response: ServerResponse,
    client: string,
    body: unknown,
  ): Promise<void> {
    const refusal = this.#refuseSession(client);
    if (refusal) return refuse(response, refusal);
    this.#starting.push(client);
    const session = await HttpSession.begin({
      client,
      bridge: this.#bridgeOptions(client),
      idleMs: this.#settings.sessionIdleMs,
      reconnectMs: this.#settings.reconnectMs,
      onBegin: (id) => {
        this.#byId.set(id, session);
        this.#settings.log(`a session begins; there are ${this.#byId.size}`);
      },
      onEnd: (why) => {
        this.#all.delete(session);
        if (session.id !== undefined && this.#byId.delete(session.id)) {
          this.#settings.log(`a session ended because ${why}; there are ${this.#byId.size}`);
        }
      },
    }).finally(() => this.#starting.splice(this.#starting.indexOf(client), 1));
    this.#all.add(session);
    await session.handle(request, response, body);
    // The transport may have rejected the request.
    if (session.id === undefined || this.#closed) await session.close("it did not begin");
  }

  #refuseSession(client: string): Refusal | undefined {
    if (this.#closed) return closing;
    const { maxSessions, maxSessionsPerClient } = this.#settings;
    const clients = [...this.#starting, ...[...this.#all].map((session) => session.client)];
    if (clients.filter((other) => other === client).length >= maxSessionsPerClient) {
      return {
        status: 429,
        message: `You have ${maxSessionsPerClient} sessions here already, which is the limit for one client. End one, or wait until one is idle for long enough.`,
      };
    }
    if (clients.length >= maxSessions) {
      return {
        status: 503,
        message: `This server has ${maxSessions} sessions already, which is its limit. Try again later.`,
      };
    }
    return undefined;
  }

  /** Undefined if the requests may proceed; if too many runs are in progress, a result for the model. */
  #refuseRuns(session: HttpSession, body: unknown): Refusal | object | undefined {
    const requests = (Array.isArray(body) ? body : [body]).filter(isJSONRPCRequest);
    const ids = new Set(requests.map(({ id }) => id));
    if (ids.size < requests.length || requests.some(({ id }) => session.isPending(id))) {
      return { status: 400, message: "The id of a request is in use by another one under way." };
    }
    const asked = requests.filter(({ method }) => method === "tools/call").length;
    const running = [...this.#all].reduce((sum, { runs }) => sum + runs, 0);
    if (asked === 0 || running + asked <= this.#settings.maxRuns) return undefined;
    const message = `Nothing was run: this server runs ${this.#settings.maxRuns} requests at once at most, and is busy. Try again in a moment.`;
    const [only] = requests;
    return requests.length === 1 && only ? busyResult(only, message) : { status: 429, message };
  }
}

const unknownSession: Refusal = {
  status: 404,
  code: -32_001,
  message:
    "There is no such session; it may have ended. Begin a new one with an initialize request.",
};

const closing: Refusal = { status: 503, message: "This server is closing." };

function busyResult({ id }: JSONRPCRequest, text: string): object {
  return { jsonrpc: "2.0", id, result: { content: [{ type: "text", text }], isError: true } };
}
