// What a server may hold open in the host.
import { once } from "node:events";
import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { expect, it } from "vitest";
import { createRegistry } from "../../src/registry.ts";
import { hostile } from "./hostile-case.ts";

const calls = 20;

/** How a call is answered whose connection then stays. */
const answers: Record<string, (response: ServerResponse, id: unknown) => void> = {
  "never, not even by headers": () => {},
  "by an event stream in which nothing comes": (response) => {
    response.writeHead(200, { "content-type": "text/event-stream" }).write(":\n\n");
  },
  "by an event stream that could be taken up again": (response) => {
    response.writeHead(200, { "content-type": "text/event-stream" }).write("id: 1\ndata:\n\n");
  },
  "by JSON that does not end": (response) => {
    response.writeHead(200, { "content-type": "application/json" }).write("{");
  },
  "by a page that does not end": (response) => {
    response.writeHead(200, { "content-type": "text/html" }).write("<html>");
  },
  "at once, by an event stream that goes on": (response, id) => answerAndStay(response, id),
  "at once, by the number of the call as text": (response, id) =>
    answerAndStay(response, String(id)),
};

function answerAndStay(response: ServerResponse, id: unknown): void {
  const message = JSON.stringify({ jsonrpc: "2.0", id, result: { content: [] } });
  response.writeHead(200, { "content-type": "text/event-stream" });
  response.write(`data: ${message}\n\n`);
}

it.each(Object.entries(answers))(
  "[4.held-connections] calls that are answered %s",
  {
    timeout: 60_000,
    ...hostile({
      id: "4.held-connections",
      name: "answers whose connections a server holds open once nobody waits for them",
      protection: "a request's connection ends with the wait for its answer",
      checked: "mutation",
    }),
  },
  async (how, answer) => {
    const server = createServer(async (request, response) => {
      const body = await text(request);
      if (request.method !== "POST") return void response.writeHead(405).end();
      const { id, method, params } = JSON.parse(body) as {
        id?: unknown;
        method: string;
        params?: { protocolVersion?: string };
      };
      if (method === "tools/call") return answer(response, id);
      if (id === undefined) return void response.writeHead(202).end();
      const results: Record<string, object> = {
        initialize: {
          protocolVersion: params?.protocolVersion,
          capabilities: { tools: {} },
          serverInfo: { name: "holding", version: "1" },
        },
        "tools/list": { tools: [{ name: "wait", inputSchema: { type: "object" } }] },
      };
      response.writeHead(200, { "content-type": "application/json" });
      response.end(JSON.stringify({ jsonrpc: "2.0", id, result: results[method] ?? {} }));
    });
    server.keepAliveTimeout = 200;
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    const { port } = server.address() as AddressInfo;
    const held = (): Promise<number> =>
      new Promise((resolve) => server.getConnections((_, count) => resolve(count)));
    const registry = createRegistry({ holding: { url: `http://127.0.0.1:${port}/mcp` } });
    try {
      const outcomes = await Promise.allSettled(
        Array.from({ length: calls }, () =>
          registry.callTool("holding", "wait", {}, { signal: AbortSignal.timeout(1_500) }),
        ),
      );
      const status = how.startsWith("at once") ? "fulfilled" : "rejected";
      expect(outcomes.map((outcome) => outcome.status)).toEqual(Array(calls).fill(status));
      await expect.poll(held, { timeout: 10_000 }).toBeLessThanOrEqual(2);
      expect((await registry.listTools("holding")).map(({ name }) => name)).toEqual(["wait"]);
    } finally {
      await registry.close();
      server.closeAllConnections();
      server.close();
    }
  },
);
