// Servers behind URLs that are not quite right: a call has one outcome, which says what is wrong, and the next one works.
import { setTimeout as delay } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import { type OddRequest, sendEvents, serveOddly, worked } from "../test/odd-http-server.ts";
import { textOf } from "../test/test-servers.ts";
import type { LogEvent } from "./log-event.ts";
import type { Registry } from "./registry-types.ts";
import { createRegistry } from "./registry.ts";

const refuse =
  (status: number, words = "no") =>
  ({ response }: OddRequest): void =>
    void response.writeHead(status).end(words);

/** Asks back before it answers. */
async function askBack({ response, id }: OddRequest): Promise<void> {
  sendEvents(response, { id: "asked", method: "ping" });
  await delay(200);
  sendEvents(response, { id, result: worked });
  response.end();
}

const call = (registry: Registry): Promise<string> => registry.callTool("odd", "work").then(textOf);

const failureOf = (registry: Registry): Promise<unknown> =>
  call(registry).catch((error: unknown) => error);

describe("a server behind a URL that does not take what we tell it", () => {
  it.each([400, 404, 500])(
    "is used all the same where it answers notifications/initialized with HTTP %d",
    async (status) => {
      const log: LogEvent[] = [];
      await using server = await serveOddly({ "notifications/initialized": refuse(status) });
      await using registry = createRegistry(
        { odd: { url: server.url } },
        { onLog: (event) => void log.push(event) },
      );
      expect(await call(registry)).toBe("worked");
      expect(log).toContainEqual({
        server: "odd",
        level: "warning",
        message: expect.stringMatching(
          new RegExp(`has not taken our notifications/initialized: .*HTTP ${status}`),
        ),
      });
    },
  );

  it.each([429, 500, 503])(
    "keeps its connection, and the call that asked, where it answers our answers with HTTP %d and knows no pings",
    async (status) => {
      const log: string[] = [];
      await using server = await serveOddly({
        "tools/call": askBack,
        answer: refuse(status),
        ping: refuse(status),
      });
      await using registry = createRegistry(
        { odd: { url: server.url } },
        { onLog: ({ message }) => void log.push(message) },
      );
      expect([await call(registry), await call(registry)]).toEqual(["worked", "worked"]);
      expect(server.methods.filter((method) => method === "initialize")).toHaveLength(1);
      expect(log).toContainEqual(expect.stringContaining(`has not taken our answer: `));
    },
  );
});

const json = (response: OddRequest["response"], body: string, type = "application/json"): void =>
  void response.writeHead(200, { "content-type": type }).end(body);
const answered = (id: unknown): string => JSON.stringify({ jsonrpc: "2.0", id, result: worked });

describe("an answer of a server behind a URL", () => {
  it.each<[string, string, string, (request: OddRequest) => unknown]>([
    [
      "of a page",
      "invalid-answer",
      "it answered with text/html, which is not MCP; check its url",
      ({ response }) => json(response, "<html>", "text/html"),
    ],
    ["of nothing", "invalid-answer", "it answered without content", refuse(200, "")],
    [
      "that is no message",
      "invalid-answer",
      "it answered with what is no JSON-RPC message",
      ({ response }) => json(response, '{"jsonrpc":"2.0","id":null,"error":{}}'),
    ],
    [
      "to another request",
      "invalid-answer",
      "what it answered with is no answer to this",
      ({ response }) => json(response, answered(4711)),
    ],
    [
      "of an empty batch",
      "invalid-answer",
      "what it answered with is no answer to this",
      ({ response }) => json(response, "[]"),
    ],
    [
      "in a stream that ends before, whose type is written otherwise",
      "invalid-answer",
      "it ended the stream of its answer without one",
      ({ response }) => json(response, ":\n\n", "Text/Event-Stream"),
    ],
    [
      "that is broken off",
      "call-failed",
      "it broke the connection off before its answer was complete (UND_ERR_SOCKET). The call may have had effects",
      ({ response }) => {
        response.writeHead(200, { "content-type": "application/json", "content-length": 99 });
        response.write("{", () => response.socket?.destroy());
      },
    ],
    [
      "that never begins",
      "call-failed",
      "it broke the connection off before its answer was complete (UND_ERR_SOCKET). The call may have had effects",
      ({ response }) => response.socket?.destroy(),
    ],
    [
      "with a status",
      "call-failed",
      "it fails with HTTP 500: no; whoever runs the server must fix this. The call may have had effects",
      refuse(500),
    ],
    ["that refuses the call", "call-failed", "failed: HTTP 409: no", refuse(409)],
  ])("%s ends the call, and the next one works", async (_name, code, reason, answer) => {
    await using server = await serveOddly({
      "tools/call": (request) => (request.before === 0 ? answer(request) : request.asUsual()),
    });
    await using registry = createRegistry({ odd: { url: server.url } });
    expect(await failureOf(registry)).toMatchObject({
      code,
      summary: expect.stringContaining(reason),
    });
    expect(await call(registry)).toBe("worked");
    expect(server.methods.filter((method) => method === "initialize")).toHaveLength(1);
  });

  it("that the server has ended our session ends the call, and the next one begins another", async () => {
    let sessions = 0;
    await using server = await serveOddly({
      initialize: ({ response, asUsual }) => {
        sessions += 1;
        response.setHeader("mcp-session-id", `session ${sessions}`);
        asUsual();
      },
      "tools/call": forgetFirst,
      ping: forgetFirst,
    });
    await using registry = createRegistry({ odd: { url: server.url } });
    expect(await failureOf(registry)).toMatchObject({
      code: "server-crashed",
      summary:
        'Server "odd" was lost during the call of tool "work": it has ended our session (HTTP 404). ' +
        "The server did not take the call. The next call connects to it again.",
    });
    expect(await call(registry)).toBe("worked");
  });

  it("that the server has ended our session is noticed where it refuses a notification", async () => {
    let sessions = 0;
    const log: string[] = [];
    await using server = await serveOddly({
      initialize({ response, asUsual }) {
        sessions += 1;
        response.setHeader("mcp-session-id", `session ${sessions}`);
        asUsual();
      },
      "tools/call": ({ before, asUsual }) => (before === 0 ? undefined : asUsual()),
      "notifications/cancelled": forgetFirst,
      ping: forgetFirst,
    });
    const onLog = ({ message }: LogEvent): void => void log.push(message);
    await using registry = createRegistry({ odd: { url: server.url } }, { onLog });
    await registry.listTools("odd");
    const cancelled = registry.callTool("odd", "work", {}, { signal: AbortSignal.timeout(200) });
    await expect(cancelled).rejects.toMatchObject({ code: "cancelled" });
    await expect.poll(() => log.join("\n")).toContain("gone: it has ended our session (HTTP 404)");
    expect(await call(registry)).toBe("worked");
  });
});

/** Knows nothing of the first session any more. */
function forgetFirst({ request, response, asUsual }: OddRequest): void {
  if (request.headers["mcp-session-id"] === "session 1") refuse404(response);
  else asUsual();
}

function refuse404(response: OddRequest["response"]): void {
  response.writeHead(404).end();
}

describe("a server of the older transport", () => {
  it.each<[string, string, (request: OddRequest) => void]>([
    [
      "that has a page there",
      "it answered with no event stream; check its url",
      ({ response }) => json(response, "<html>", "text/html"),
    ],
    [
      "that names an endpoint elsewhere",
      "it would have our messages sent to another origin than its own, which is not done",
      ({ response }) => {
        response.writeHead(200, { "content-type": "text/event-stream" });
        response.write("event: endpoint\ndata: http://inner.example/mcp\n\n");
      },
    ],
    [
      "that breaks every connection off",
      "it broke the connection off before its answer was complete (UND_ERR_SOCKET)",
      ({ response }) => void response.socket?.destroy(),
    ],
    [
      "that ends its stream at once",
      "it ended its event stream before it said where our messages go",
      ({ response }) => void response.writeHead(200, { "content-type": "text/event-stream" }).end(),
    ],
  ])("%s does not start, and the reason helps", async (_name, reason, answer) => {
    await using server = await serveOddly({ GET: answer });
    await using registry = createRegistry({ odd: { url: server.url, transport: "sse" } });
    await expect(registry.listTools("odd")).rejects.toMatchObject({
      code: "start-failed",
      summary: `Server "odd" did not start: ${reason}`,
    });
  });
});

describe("a slow server behind a URL", () => {
  /** Node keeps its own time limits there; these are as short as the answers here are slow. */
  const keepers = [2, 1].map((version) => Symbol.for(`undici.globalDispatcher.${version}`));
  const kept = globalThis as unknown as Record<symbol, object | undefined>;

  it.each(["http", "sse"] as const)(
    "may take longer than Node waits for the head of a response, or for its next piece (%s)",
    { timeout: 30_000 },
    async (transport) => {
      // Node looks for it then.
      expect(new Headers()).toBeDefined();
      const usual = keepers.map((keeper) => kept[keeper]);
      const Agent = usual.find((dispatcher) => dispatcher !== undefined)?.constructor as new (
        limits: object,
      ) => object;
      const short = new Agent({ headersTimeout: 500, bodyTimeout: 500 });
      keepers.forEach((keeper, index) => {
        if (usual[index]) kept[keeper] = short;
      });
      try {
        await using server = await serveOddly(
          transport === "sse"
            ? overSse(4_000)
            : {
                "notifications/initialized": (request) => delay(3_000).then(request.asUsual),
                "tools/call": async (request) => {
                  await delay(3_000);
                  if (request.before === 0) return request.asUsual();
                  sendEvents(request.response);
                  await delay(3_000);
                  sendEvents(request.response, { id: request.id, result: worked });
                  return request.response.end();
                },
              },
        );
        await using registry = createRegistry({ odd: { url: server.url, transport } });
        expect([await call(registry), await call(registry)]).toEqual(["worked", "worked"]);
        expect(server.methods.filter((method) => method === "initialize")).toHaveLength(1);
      } finally {
        keepers.forEach((keeper, index) => {
          if (usual[index]) kept[keeper] = usual[index];
        });
      }
    },
  );
});

/** The older transport: answers come in one stream, calls after so many milliseconds. */
function overSse(callMs: number): Record<string, (request: OddRequest) => unknown> {
  let stream: OddRequest["response"] | undefined;
  const answer =
    (result: object, afterMs = 0) =>
    async ({ response, id }: OddRequest): Promise<void> => {
      response.writeHead(202).end();
      await delay(afterMs);
      if (stream) sendEvents(stream, { id, result });
    };
  return {
    GET: ({ response }) => {
      stream = response;
      response.writeHead(200, { "content-type": "text/event-stream" });
      response.write("event: endpoint\ndata: /mcp\n\n");
    },
    initialize: answer({
      protocolVersion: "2024-11-05",
      capabilities: { tools: {} },
      serverInfo: { name: "odd", version: "1" },
    }),
    "tools/list": answer({ tools: [{ name: "work", inputSchema: { type: "object" } }] }),
    "tools/call": answer(worked, callMs),
    ping: answer({}),
  };
}

describe("errors that code may read about a server behind a URL", () => {
  it("have nothing of its address, nor of one that it sends us to; the message and the log have", async () => {
    const elsewhere = "https://inner.example/login";
    const log: string[] = [];
    await using gone = await serveOddly();
    const { url: goneUrl } = gone;
    await gone[Symbol.asyncDispose]();
    await using moving = await serveOddly({
      "tools/call": ({ response }) => response.writeHead(302, { location: elsewhere }).end(),
    });
    await using lost = await serveOddly({
      "tools/call": ({ response }) => response.socket?.destroy(),
      ping: ({ response }) => response.socket?.destroy(),
    });
    await using registry = createRegistry(
      {
        gone: { url: goneUrl },
        moving: { url: moving.url },
        lost: { url: lost.url },
        unknown: { url: "https://inner-host.invalid/mcp" },
      },
      { onLog: ({ message }) => void log.push(message) },
    );
    const places: Record<string, string> = {
      gone: goneUrl,
      moving: elsewhere,
      lost: lost.url,
      unknown: "https://inner-host.invalid/mcp",
    };
    for (const [name, place] of Object.entries(places)) {
      const error = await registry.callTool(name, "work").catch((reason: unknown) => reason);
      expect(error).toMatchObject({
        message: expect.stringContaining(place),
        summary: expect.not.stringMatching(/127\.0\.0\.1|inner/),
      });
    }
    expect(log.join("\n")).toContain(`gone: the connection was lost`);
    expect(log.join("\n")).toContain(lost.url);
  });
});
