// What a server behind a URL may do with its event streams.
import { once } from "node:events";
import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { Readable } from "node:stream";
import { text } from "node:stream/consumers";
import { expect, it } from "vitest";
import { createRegistry } from "../../src/registry.ts";
import { hostile } from "./hostile-case.ts";

interface StreamServer extends AsyncDisposable {
  url: string;
  /** Event streams that were asked for. */
  streams(): number;
}

/** Both get the response of an event stream whose head is written. */
async function serve(
  onCall: (stream: ServerResponse) => void,
  onStream: (stream: ServerResponse) => void,
): Promise<StreamServer> {
  let streams = 0;
  const server = createServer(async (request, response) => {
    const body = await text(request);
    if (request.method === "GET") {
      streams += 1;
      return onStream(begin(response));
    }
    if (request.method !== "POST") return void response.writeHead(405).end();
    const { id, method, params } = JSON.parse(body) as {
      id?: unknown;
      method: string;
      params?: { protocolVersion?: string };
    };
    if (method === "tools/call") return onCall(begin(response));
    if (id === undefined) return void response.writeHead(202).end();
    const results: Record<string, object> = {
      initialize: {
        protocolVersion: params?.protocolVersion,
        capabilities: { tools: {} },
        serverInfo: { name: "streams", version: "1" },
      },
      "tools/list": { tools: [{ name: "call", inputSchema: { type: "object" } }] },
    };
    response.writeHead(200, { "content-type": "application/json" });
    response.end(JSON.stringify({ jsonrpc: "2.0", id, result: results[method] ?? {} }));
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/mcp`,
    streams: () => streams,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function begin(response: ServerResponse): ServerResponse {
  return response.writeHead(200, { "content-type": "text/event-stream" });
}

function endAtOnce(stream: ServerResponse): void {
  stream.end("id: 1\nretry: 0\ndata:\n\n");
}

function* endless(): Generator<string> {
  for (;;) yield "data\n".repeat(10_000);
}

const again = {
  id: "4.streams-to-take-up-again",
  name: "a server that ends each stream at once and has it taken up again at once",
  protection: "a bound on the streams that are begun in a second",
  checked: "mutation",
};

it(`[${again.id}] ${again.name}`, { timeout: 60_000, ...hostile(again) }, async () => {
  await using server = await serve(endAtOnce, endAtOnce);
  await using registry = createRegistry({ far: { url: server.url } });
  const call = registry.callTool("far", "call", {}, { timeoutMs: 3_000 });
  await expect(call).rejects.toMatchObject({ code: "call-timeout" });
  expect(server.streams()).toBeGreaterThan(2);
  expect(server.streams()).toBeLessThan(80);
});

const lines = {
  id: "4.event-of-many-lines",
  name: "an event of millions of short lines",
  protection: "a bound on the lines of an event, and on those that are read in a second",
  checked: "mutation",
};

it(`[${lines.id}] ${lines.name}`, { timeout: 60_000, ...hostile(lines) }, async () => {
  await using server = await serve(
    (stream) => void Readable.from(endless()).pipe(stream),
    (stream) => stream.end(),
  );
  await using registry = createRegistry({ far: { url: server.url } });
  await expect(registry.callTool("far", "call", {}, { timeoutMs: 30_000 })).rejects.toMatchObject({
    code: "invalid-answer",
    message: expect.stringContaining("more than 500,000 lines"),
  });
});
