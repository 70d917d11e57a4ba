// What a server behind a URL may do with its event streams.
import { once } from "node:events";
import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { Readable } from "node:stream";
import { text } from "node:stream/consumers";
import { setTimeout as delay } from "node:timers/promises";
import { expect, it } from "vitest";
import { createRegistry } from "../../src/registry.ts";
import { hostile } from "./hostile-case.ts";

const eventStream = "text/event-stream";

interface StreamServer extends AsyncDisposable {
  url: string;
  /** Event streams that were asked for. */
  streams(): number;
  /** What came that is no request. */
  said: unknown[];
  /** How many are open. */
  connections(): Promise<number>;
}

/** Both get the response of an event stream whose head is written. */
async function serve(
  onCall: (stream: ServerResponse, id: unknown) => void,
  onStream: (stream: ServerResponse) => void,
  onSaid = (response: ServerResponse, _said: object): void => void response.writeHead(202).end(),
  types = { call: eventStream, stream: eventStream },
): Promise<StreamServer> {
  let streams = 0;
  const said: unknown[] = [];
  const server = createServer(async (request, response) => {
    const body = await text(request);
    if (request.method === "GET") {
      streams += 1;
      return onStream(begin(response, types.stream));
    }
    if (request.method !== "POST") return void response.writeHead(405).end();
    const { id, method, params } = JSON.parse(body) as {
      id?: unknown;
      method?: string;
      params?: { protocolVersion?: string };
    };
    if (method === "tools/call") return onCall(begin(response, types.call), id);
    if (id === undefined || method === undefined) {
      const what = JSON.parse(body) as object;
      said.push(what);
      return onSaid(response, what);
    }
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
    said,
    connections: () =>
      new Promise((resolve) => server.getConnections((_, count) => resolve(count))),
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function begin(response: ServerResponse, type: string): ServerResponse {
  return response.writeHead(200, { "content-type": type });
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

it.each([
  [lines.name, eventStream],
  ["in a stream whose type is written otherwise", "Text/Event-Stream; charset=UTF-8"],
])(`[${lines.id}] %s`, { timeout: 60_000, ...hostile(lines) }, async (_name, type) => {
  await using server = await serve(
    (stream) => void Readable.from(endless()).pipe(stream),
    (stream) => stream.end(),
    undefined,
    { call: type, stream: eventStream },
  );
  await using registry = createRegistry({ far: { url: server.url } });
  await expect(registry.callTool("far", "call", {}, { timeoutMs: 30_000 })).rejects.toMatchObject({
    code: "invalid-answer",
    message: expect.stringContaining("more than 500,000 lines"),
  });
});

it(
  `[${lines.id}] in a page where an event stream was asked for`,
  { timeout: 60_000, ...hostile(lines) },
  async () => {
    const closed: string[] = [];
    await using server = await serve(
      (stream, id) => stream.end(`data: ${message({ id, result: { content: [] } })}\n\n`),
      (page) => {
        page.once("close", () => closed.push("the page"));
        Readable.from(endless()).pipe(page);
      },
      undefined,
      { call: eventStream, stream: "text/html" },
    );
    await using registry = createRegistry({ far: { url: server.url } });
    await registry.callTool("far", "call");
    await expect.poll(() => closed).toEqual(["the page"]);
    await registry.callTool("far", "call");
  },
);

const unasked = {
  id: "4.long-unasked-event",
  name: "an event of 40 MB, or full of keys, that answers nothing",
  protection: "it is not read, and a request is told so; what is waited for is read, however long",
  checked: "mutation",
};

const long = "x".repeat(40_000_000);
const keys = (count: number): object =>
  Object.fromEntries(Array.from({ length: count }, (_, index) => [`k${index}`, 0]));
const message = (parts: object): string => JSON.stringify({ jsonrpc: "2.0", ...parts });

it.each([
  ["a log message", () => message({ method: "notifications/message", params: { data: long } })],
  ["whose method comes last", () => message({ params: { data: long }, method: "notifications/x" })],
  ["a question", () => message({ id: 7, method: "elicitation/create", params: { message: long } })],
  [
    "a question without a name",
    () => message({ id: "", method: "elicitation/create", params: { message: long } }),
  ],
  [
    "a log message full of keys",
    () => message({ method: "notifications/message", params: { data: keys(60_000) } }),
  ],
  ["a question full of keys", () => message({ id: 7, method: "ping", params: keys(60_000) })],
  ["an answer to nothing full of keys", () => message({ id: 99, result: keys(60_000) })],
  ["an answer to nothing", () => message({ id: 99, result: { text: long } })],
  ["a batch", () => `[${message({ method: "notifications/x", params: { data: long } })}]`],
  [
    "in many lines",
    () =>
      `{"params":{"a":[${"0,\ndata: ".repeat(200_000)}"${long}"]},\ndata: "method":"notifications/x","jsonrpc":"2.0"}`,
  ],
  [
    "behind fields that look like an answer",
    (id: unknown) =>
      `{}\nother: {"id":${String(id)},"x":{\ndata: ${message({ params: long, method: "notifications/x" })}`,
  ],
] as const)(
  `[${unasked.id}] %s`,
  { timeout: 60_000, ...hostile(unasked) },
  async (name, dataOf) => {
    await using server = await serve(
      (stream, id) => {
        stream.write(`event: message\ndata: ${dataOf(id)}\n\n`);
        const result = { content: [{ type: "text", text: "said" }] };
        stream.end(`data: ${message({ id, result })}\n\n`);
      },
      (stream) => stream.end(),
    );
    const log: string[] = [];
    await using registry = createRegistry(
      { far: { url: server.url } },
      { onLog: ({ message: line }) => void log.push(line) },
    );
    const call = registry.callTool("far", "call", {}, { timeoutMs: 30_000 });
    await expect(call).resolves.toMatchObject({ content: [{ text: "said" }] });
    expect(log).toContainEqual(expect.stringContaining("bytes that answers no request"));
    if (!name.startsWith("a question")) return;
    const error: unknown = expect.objectContaining({ code: -32_601 });
    const id = name === "a question without a name" ? "" : 7;
    await expect.poll(() => server.said).toContainEqual({ jsonrpc: "2.0", id, error });
  },
);

it(`[${unasked.id}] but an answer is read`, { timeout: 60_000, ...hostile(unasked) }, async () => {
  const content = [{ type: "text", text: long }];
  const results = [{ content }, { content: [], structuredContent: keys(100_000) }];
  await using server = await serve(
    (stream, id) => {
      const result = results[calls];
      calls += 1;
      stream.end(`data: ${message({ id, result })}\n\n`);
    },
    (stream) => stream.end(),
  );
  let calls = 0;
  await using registry = createRegistry({ far: { url: server.url } });
  const call = () => registry.callTool("far", "call", {}, { timeoutMs: 30_000 });
  expect((await call()).content).toEqual(content);
  expect(Object.keys((await call()).structuredContent ?? {})).toHaveLength(100_000);
});

const untaken = {
  id: "4.answers-that-are-not-taken",
  name: "thousands of questions of a server that takes none of the answers",
  protection: "a bound on the answers that are sent at once, and on those that wait",
  checked: "mutation",
};

it.each([
  ["thousands", 3_000, ""],
  ["with ids of a megabyte", 90, "x".repeat(1_000_000)],
])(`[${untaken.id}] %s`, { timeout: 60_000, ...hostile(untaken) }, async (_, count, name) => {
  let connections = 0;
  await using server = await serve(
    async (stream, id) => {
      const pings = Array.from({ length: count }, (_each, index) => `q${index}${name}`);
      stream.write(
        pings.map((ping) => `data: ${message({ id: ping, method: "ping" })}\n\n`).join(""),
      );
      await expect.poll(() => server.said.length, { timeout: 20_000 }).toBeGreaterThan(10);
      await delay(1_000);
      connections = await server.connections();
      stream.end(`data: ${message({ id, result: { content: [] } })}\n\n`);
    },
    (stream) => stream.end(),
    (response, said) => {
      // Only what is no answer is taken.
      if ("method" in said) response.writeHead(202).end();
    },
  );
  const log: string[] = [];
  await using registry = createRegistry(
    { far: { url: server.url } },
    { onLog: ({ message: line }) => void log.push(line) },
  );
  await registry.callTool("far", "call", {}, { timeoutMs: 30_000 });
  expect(connections).toBeLessThan(40);
  expect(server.said.length).toBeLessThan(40);
  const isRefused = log.some((line) => line.includes("does not take its answers"));
  expect(isRefused).toBe(name !== "");
});
