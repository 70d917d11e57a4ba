// A server behind a URL, spoken by hand: right in everything except for what a test answers itself.
import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";

/** One request to it. `method` is the message's, else `answer`, or the verb of a request without a message. */
export interface OddRequest {
  request: IncomingMessage;
  response: ServerResponse;
  method: string;
  id: unknown;
  /** How many of this method came before. */
  before: number;
  /** Answers it as a right server would. */
  asUsual(): void;
}

export interface OddServer extends AsyncDisposable {
  url: string;
  origin: string;
  /** The methods of what came. */
  methods: string[];
}

/** Answers by these what they are named for, and the rest as a right server does. Its one tool is `work`. */
export async function serveOddly(
  oddly: Record<string, (request: OddRequest) => unknown> = {},
): Promise<OddServer> {
  const methods: string[] = [];
  const server = createServer(async (request, response) => {
    const body = await text(request);
    const message = body === "" ? {} : (JSON.parse(body) as Message);
    const method = request.method === "POST" ? (message.method ?? "answer") : `${request.method}`;
    const before = methods.filter((earlier) => earlier === method).length;
    methods.push(method);
    const asUsual = (): void => answerAsUsual(request, response, message);
    const answer = oddly[method] ?? asUsual;
    await answer({ request, response, method, id: message.id, before, asUsual });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  const origin = `http://127.0.0.1:${port}`;
  return {
    url: `${origin}/mcp`,
    origin,
    methods,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** What the tool answers. */
export const worked = { content: [{ type: "text", text: "worked" }] };

interface Message {
  id?: unknown;
  method?: string;
  params?: { protocolVersion?: string };
}

function answerAsUsual(
  request: IncomingMessage,
  response: ServerResponse,
  { id, method, params }: Message,
): void {
  if (request.method !== "POST") return void response.writeHead(405).end();
  if (id === undefined || method === undefined) return void response.writeHead(202).end();
  const results: Record<string, object> = {
    initialize: {
      protocolVersion: params?.protocolVersion,
      capabilities: { tools: { listChanged: true } },
      serverInfo: { name: "odd", version: "1" },
    },
    "tools/list": { tools: [{ name: "work", inputSchema: { type: "object" } }] },
    "tools/call": worked,
  };
  response.writeHead(200, { "content-type": "application/json" });
  response.end(JSON.stringify({ jsonrpc: "2.0", id, result: results[method] ?? {} }));
}

/** Begins the event stream if it has not begun, and sends messages in it. */
export function sendEvents(response: ServerResponse, ...messages: object[]): void {
  if (!response.headersSent) response.writeHead(200, { "content-type": "text/event-stream" });
  for (const message of messages) {
    response.write(`data: ${JSON.stringify({ jsonrpc: "2.0", ...message })}\n\n`);
  }
}
