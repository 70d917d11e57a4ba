// What a server over HTTP refuses, and how it starts and ends.
import { once } from "node:events";
import { connect, type Socket } from "node:net";
import { createHttpServer, type CodeExecutionHttpServer } from "mcp-code-execution";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { connectHttp, initialize, send } from "./http-client.ts";

const token = "a-token-of-this-test";
const options = { port: 0, runtime: "embedded", savedToolsFolder: false } as const;

describe("on loopback, without a token", () => {
  let server: CodeExecutionHttpServer;
  let port: string;
  beforeAll(async () => {
    server = await createHttpServer({
      ...options,
      maxRequestBytes: 10_000,
      allowedHosts: ["here.test"],
    });
    port = new URL(server.url).port;
  });
  afterAll(() => server?.close());

  it.each<[string, Record<string, string>]>([
    ["a name that was rebound", { host: "evil.test" }],
    ["a name that begins like ours", { host: "localhost.evil.test" }],
    ["a name after an @", { host: "localhost@evil.test" }],
    ["a page of another site", { origin: "https://evil.test" }],
    ["a page of another port", { origin: "http://localhost:1" }],
    ["a page in a sandbox", { origin: "null" }],
  ])("refuses %s", async (_, headers) => {
    const answer = await send(server.url, { headers, body: initialize });
    expect(answer.status).toBe(403);
    expect(JSON.parse(answer.body)).toMatchObject({
      error: { message: expect.stringMatching(/Host header|pages of/) },
    });
  });

  it("answers to its own names, and to a page of its own", async () => {
    for (const host of [`127.0.0.1:${port}`, `localhost:${port}`, `[::1]:${port}`, "here.test"]) {
      const headers = { host, origin: `http://${host}` };
      expect(await send(server.url, { headers, body: initialize })).toMatchObject({ status: 200 });
    }
  });

  it.each<[string, number, Parameters<typeof send>[1]]>([
    ["no JSON", 400, { body: "{" }],
    ["no session", 400, { body: '{"jsonrpc":"2.0","id":1,"method":"tools/list"}' }],
    ["an unknown session", 404, { headers: { "mcp-session-id": "x" }, body: initialize }],
    ["too much", 413, { body: " ".repeat(10_001) }],
    [
      "too much without a length",
      413,
      { headers: { "transfer-encoding": "chunked" }, body: " ".repeat(10_001) },
    ],
    ["another method", 405, { method: "PUT" }],
    ["an address that is none", 400, { method: "GET", path: "//[" }],
    ["JSON by another name", 415, { headers: { "content-type": "text/plain" }, body: initialize }],
  ])("refuses %s in a sentence", async (_, status, request) => {
    const answer = await send(server.url, request);
    expect(answer.status).toBe(status);
    expect(JSON.parse(answer.body)).toMatchObject({ error: { message: expect.any(String) } });
  });

  it("refuses another path", async () => {
    expect(await send(new URL("/", server.url).href, { body: initialize })).toMatchObject({
      status: 404,
    });
  });

  it("keeps no session for what did not begin one", async () => {
    // More than a client may have.
    for (let n = 0; n < 10; n += 1) {
      const headers = { accept: "text/plain" };
      expect(await send(server.url, { headers, body: initialize })).toMatchObject({ status: 406 });
    }
    await using client = await connectHttp(server.url);
    expect((await client.client.listTools()).tools).toHaveLength(1);
  });
});

describe("with a token", () => {
  it("refuses requests without it, and those with another one, soon at all", async () => {
    await using server = await createHttpServer({ ...options, tokens: [token] });
    const ask = (given?: string): ReturnType<typeof send> =>
      send(server.url, {
        ...(given !== undefined && { headers: { authorization: given } }),
        body: initialize,
      });
    expect(await ask()).toMatchObject({
      status: 401,
      body: expect.stringContaining("Bearer <token>"),
    });
    expect(await ask(`Basic ${token}`)).toMatchObject({ status: 401 });
    expect(await ask(`Bearer ${token}x`)).toMatchObject({ status: 401 });
    expect(await ask(`Bearer ${token.slice(1)}`)).toMatchObject({ status: 401 });
    await using client = await connectHttp(server.url, { token });
    for (let n = 0; n < 20; n += 1) await ask(`Bearer guess-${n}-of-many-guesses`);
    expect(await ask("Bearer guess")).toMatchObject({ status: 429 });
    // Others may come from the same proxy.
    expect(await ask(`Bearer ${token}`)).toMatchObject({ status: 200 });
    expect((await client.client.listTools()).tools).toHaveLength(1);
  });

  it("lets in who has it, however many connections say nothing", async () => {
    await using server = await createHttpServer({ ...options, tokens: [token] });
    const port = Number(new URL(server.url).port);
    const open = new Set<Socket>();
    try {
      // More than the server takes in all.
      for (let n = 0; n < 600; n += 1) {
        const socket = connect(port, "127.0.0.1");
        open.add(socket);
        socket.on("error", () => {}).on("close", () => open.delete(socket));
        if (n % 50 === 0) await once(socket, "connect");
      }
      await using client = await connectHttp(server.url, { token });
      await expect.poll(() => open.size).toBeLessThanOrEqual(64);
      expect((await client.client.listTools()).tools).toHaveLength(1);
    } finally {
      for (const socket of open) socket.destroy();
    }
  });

  it("is refused a token that is too short or cannot be sent", async () => {
    for (const weak of ["short", "with spaces in its middle"]) {
      await expect(createHttpServer({ ...options, tokens: [weak] })).rejects.toThrow(
        "at least 16 characters",
      );
    }
  });

  it("serves other machines, by address and by its own names alone", async () => {
    await using server = await createHttpServer({
      ...options,
      host: "0.0.0.0",
      tokens: [token],
      allowedHosts: ["box.test"],
    });
    const url = server.url.replace("0.0.0.0", "127.0.0.1");
    const headers = { authorization: `Bearer ${token}` };
    for (const [host, status] of [
      ["192.0.2.7:80", 200],
      ["box.test", 200],
      ["evil.test", 403],
    ] as const) {
      expect(await send(url, { headers: { ...headers, host }, body: initialize })).toMatchObject({
        status,
      });
    }
  });
});

it("serves other machines with a token only", async () => {
  await expect(createHttpServer({ ...options, host: "0.0.0.0" })).rejects.toThrow(
    "MCP_BRIDGE_HTTP_TOKEN",
  );
});

it("says that a port is taken", async () => {
  await using server = await createHttpServer(options);
  const port = Number(new URL(server.url).port);
  await expect(createHttpServer({ ...options, port })).rejects.toThrow("another process listens");
});

it("answers a run that is under way when it is closed", async () => {
  const server = await createHttpServer(options);
  const { client, begin } = await connectHttp(server.url);
  const { answer } = await begin("print('begun')\nawait asyncio.sleep(600)");
  await server.close();
  expect(await answer).toContain("begun");
  await client.close();
});

it("counts a run that was cancelled until its code has ended", async () => {
  await using server = await createHttpServer({ ...options, maxRuns: 1 });
  await using client = await connectHttp(server.url);
  const cancel = new AbortController();
  // It takes no notice of an interrupt, and is killed for that after a while.
  const code = `print('begun')
while True:
    try:
        await asyncio.sleep(600)
    except BaseException:
        pass`;
  const cancelled = client.run(code, {
    session: "first",
    signal: cancel.signal,
    onprogress: () => cancel.abort(),
  });
  expect(await cancelled.catch(() => "cancelled")).toBe("cancelled");
  expect(await client.run("1")).toContain("Nothing was run");
  await expect.poll(() => client.run("1"), { timeout: 30_000 }).toBe("1");
});

it("ends a session that is idle, though its client listens", async () => {
  const lines: string[] = [];
  await using server = await createHttpServer({
    ...options,
    sessionIdleSeconds: 5,
    log: (line) => lines.push(line),
  });
  const { client } = await connectHttp(server.url);
  await expect
    .poll(() => lines.join("\n"), { timeout: 30_000 })
    .toContain("a session ended because it was idle");
  await expect(client.listTools()).rejects.toThrow("There is no such session");
  await client.close();
});
