import { once } from "node:events";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import type { Bridge } from "../bridge/bridge-types.ts";
import { bridgeOptionNames, checkOptions } from "../bridge/check-options.ts";
import { checkServers } from "../bridge/check-servers.ts";
import { StartupError } from "../startup-error.ts";
import { defaultSavedToolsFolder } from "../saved-tools/saved-tools-folder.ts";
import { createAdmission, endpoint } from "./admission.ts";
import { endServer } from "./end-server.ts";
import { HttpSessions } from "./http-sessions.ts";
import {
  bridgeOptionsOf,
  httpOptionNames,
  readHttpOptions,
  type HttpServerOptions,
  type HttpSettings,
} from "./http-options.ts";
import { limitPipelinedRequests } from "./pipelined-requests.ts";
import { readJsonBody } from "./read-json-body.ts";
import { refuse } from "./refusal.ts";
import { endUnreadResponses } from "./unread-responses.ts";

const maxConnections = 512;
/** Milliseconds. Real clients send their requests at once. */
const times = {
  headersTimeout: 10_000,
  requestTimeout: 60_000,
  connectionsCheckingInterval: 2_000,
};
const sandboxesPerSession = 4;

/** A server that listens. */
export interface CodeExecutionHttpServer {
  /** Where clients connect to, such as `http://127.0.0.1:3000/mcp`. */
  readonly url: string;
  /** Replaces all upstream servers, in current and future sessions. */
  setServers: Bridge["setServers"];
  /** Refuses further requests, ends the runs, which are still answered, and then the sandboxes and servers. */
  close(): Promise<void>;
  [Symbol.asyncDispose](): Promise<void>;
}

/**
 * Starts the server over Streamable HTTP. Each MCP session has its own registry, sandboxes and questions. Throws a
 * StartupError if the options are not safe or the port is not available, and what `createBridge` throws if an option of
 * the bridge is wrong.
 */
export async function createHttpServer(
  options: HttpServerOptions = {},
): Promise<CodeExecutionHttpServer> {
  const settings = readHttpOptions(options);
  checkOptions(options, { ...bridgeOptionNames, ...httpOptionNames });
  let { servers, unusable } = options;
  if (servers !== undefined) checkServers(servers);
  const { createHeldBytes } = await import("@mcp-code-execution/sandbox-runtime");
  const held = options.held ?? createHeldBytes();
  const sessions = new HttpSessions(settings, (client) => ({
    ...bridgeOptionsOf(options),
    held,
    servers,
    unusable,
    maxSandboxes: options.maxSandboxes ?? sandboxesPerSession,
    savedToolsFolder: savedToolsFolder(options, client),
  }));
  const admission = createAdmission(settings);
  const pipelined = limitPipelinedRequests();
  const server = createServer(times, (request, response) => {
    if (!pipelined.letIn(request, response)) return;
    handle(request, response).catch((error: unknown) => {
      settings.log(`a request failed: ${String(error)}`);
      if (response.headersSent) response.destroy();
      else refuse(response, { status: 500, code: -32_603, message: "The server failed." });
    });
  });
  // TCP keep-alive detects peers that disappeared.
  server.on("connection", (socket) => {
    socket.setKeepAlive(true, 30_000);
    admission.connected(socket);
  });
  endUnreadResponses(server);
  server.maxConnections = maxConnections;
  await listen(server, settings);

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const admitted = await admission.admit(request);
    if ("status" in admitted) return refuse(response, admitted);
    const { client } = admitted;
    switch (request.method) {
      case "POST": {
        const read = await readJsonBody(request, settings.maxRequestBytes);
        if ("status" in read) return refuse(response, read);
        return sessions.handle(request, response, { client, body: read.body });
      }
      case "GET":
      case "DELETE":
        return sessions.handle(request, response, { client });
      default:
        return refuse(response, {
          status: 405,
          message: "This server answers POST, GET and DELETE.",
          headers: { allow: "GET, POST, DELETE" },
        });
    }
  }

  let closing: Promise<void> | undefined;
  const close = (): Promise<void> =>
    (closing ??= endServer(server, () => sessions.close(), settings.closeMs));
  return {
    url: urlOf(server, settings.host),
    async setServers(changed, notices, nowUnusable) {
      checkServers(changed);
      servers = changed;
      unusable = nowUnusable;
      await sessions.setServers(changed, notices, nowUnusable);
    },
    close,
    [Symbol.asyncDispose]: close,
  };
}

/** Different tokens are different people: nobody can import what another has saved. */
function savedToolsFolder(
  { savedToolsFolder: folder = defaultSavedToolsFolder(), tokens = [] }: HttpServerOptions,
  client: string,
): string | false {
  if (folder === false || tokens.length < 2) return folder;
  return join(folder, "clients", client.replace("token ", "").slice(0, 32));
}

async function listen(server: Server, { host, port }: HttpSettings): Promise<void> {
  try {
    server.listen(port, host);
    await once(server, "listening");
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    const why = code === "EADDRINUSE" ? "another process listens there" : message;
    throw new StartupError(
      `Cannot serve on ${host}, port ${port}: ${why}. Choose another: --port.`,
      {
        cause: error,
      },
    );
  }
}

function urlOf(server: Server, host: string): string {
  const { port } = server.address() as AddressInfo;
  return `http://${host.includes(":") ? `[${host}]` : host}:${port}${endpoint}`;
}
