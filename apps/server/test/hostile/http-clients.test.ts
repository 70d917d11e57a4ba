// What one client over HTTP may do to the others.
import { once } from "node:events";
import { createServer } from "node:http";
import { type AddressInfo, connect, type Socket } from "node:net";
import { text } from "node:stream/consumers";
import { createHttpServer } from "mcp-code-execution";
import { expect } from "vitest";
import { limitPipelinedRequests } from "../../src/http/pipelined-requests.ts";
import { connectHttp, initialize, send } from "../http/http-client.ts";
import { defineCase } from "./hostile-case.ts";

const options = { port: 0, runtime: "embedded", savedToolsFolder: false } as const;
const token = "a-token-of-an-attacker";
const other = "a-token-of-somebody-else";

defineCase(
  "host",
  {
    id: "4.requests-of-many-values",
    name: "requests of a few megabytes that are nothing but values, keys or brackets",
    protection: "a bound on the values of a request",
    checked: "mutation",
  },
  async () => {
    await using server = await createHttpServer(options);
    const keys = Array.from({ length: 100_000 }, (_, index) => `"k${index}":{}`).join(",");
    const bodies = [
      `[${"{},".repeat(20_000)}{}]`,
      `${"[".repeat(20_000)}${"]".repeat(20_000)}`,
      initialize.replace('"capabilities":{}', `"capabilities":{"experimental":{${keys}}}`),
    ];
    for (const body of bodies) {
      const answer = await send(server.url, { body });
      expect(answer).toMatchObject({ status: 413, body: expect.stringContaining("values") });
    }
    await using client = await connectHttp(server.url);
    expect((await client.client.listTools()).tools).toHaveLength(1);
  },
);

defineCase(
  "host",
  {
    id: "4.connections-of-one-client",
    name: "a client that takes every connection there is",
    protection: "a bound on the connections of one client",
    checked: "mutation",
  },
  async () => {
    await using server = await createHttpServer({ ...options, tokens: [token, other] });
    const port = Number(new URL(server.url).port);
    const open = new Set<Socket>();
    try {
      // More than the server takes in all, each with a request whose body does not come.
      for (let n = 0; n < 600; n += 1) {
        const socket = connect(port, "127.0.0.1");
        open.add(socket);
        socket.on("error", () => {}).on("close", () => open.delete(socket));
        socket.resume();
        socket.write(
          `POST /mcp HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer ${token}\r\n` +
            "Content-Type: application/json\r\nContent-Length: 1000\r\n\r\n{",
        );
        if (n % 25 === 0) await once(socket, "connect");
      }
      await expect.poll(() => open.size, { timeout: 20_000 }).toBeLessThanOrEqual(64);
      await using client = await connectHttp(server.url, { token: other });
      expect((await client.client.listTools()).tools).toHaveLength(1);
    } finally {
      for (const socket of open) socket.destroy();
    }
  },
);

defineCase(
  "host",
  {
    id: "4.body-in-small-pieces",
    name: "bodies that come byte by byte and do not end",
    protection: "a bound on the pieces, which are put together as they come",
    checked: "mutation",
  },
  async () => {
    await using server = await createHttpServer(options);
    const port = Number(new URL(server.url).port);
    const pieces = "1\r\nx\r\n".repeat(100_000);
    const before = process.cpuUsage();
    const socket = connect(port, "127.0.0.1").on("error", () => {});
    const answer = text(socket).catch(() => "");
    socket.write(
      "POST /mcp HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n",
    );
    // Fewer bytes than a request may have.
    for (let written = 0; written < 3; written += 1) socket.write(pieces);
    const timer = setTimeout(() => socket.destroy(), 20_000);
    expect(await answer).toMatch(/^HTTP\/1\.1 413 [^]*too many small pieces/);
    clearTimeout(timer);
    const { user, system } = process.cpuUsage(before);
    expect((user + system) / 1000).toBeLessThan(4_000);
    await using client = await connectHttp(server.url);
    expect((await client.client.listTools()).tools).toHaveLength(1);
  },
);

defineCase(
  "host",
  {
    id: "4.pipelined-requests",
    name: "thousands of requests on a connection, with a wrong token, that wait for no answer",
    protection: "a connection with so many requests that are not answered ends",
    checked: "mutation",
  },
  async () => {
    await using server = await createHttpServer({ ...options, tokens: [token, other] });
    const port = Number(new URL(server.url).port);
    const request = "/mcp HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer wrong\r\n";
    // One with a body is read only when the one before it has been refused.
    for (const asked of [`GET ${request}\r\n`, `POST ${request}Content-Length: 2\r\n\r\n{}`]) {
      const before = process.cpuUsage();
      const answers = await Promise.all(
        Array.from({ length: 20 }, async () => {
          const socket = connect(port, "127.0.0.1").on("error", () => {});
          socket.end(asked.repeat(2_000));
          return text(socket).catch(() => "");
        }),
      );
      for (const answer of answers) expect(answer.split("HTTP/1.1").length).toBeLessThan(50);
      const { user, system } = process.cpuUsage(before);
      expect((user + system) / 1000).toBeLessThan(4_000);
    }
    await using client = await connectHttp(server.url, { token: other });
    expect((await client.client.listTools()).tools).toHaveLength(1);
  },
);

defineCase(
  "host",
  {
    id: "4.pieces-of-many-requests",
    name: "connections whose first piece holds a thousand requests",
    protection: "what is behind the one that ends the connection is not taken apart",
    checked: "mutation",
  },
  async () => {
    const pipelined = limitPipelinedRequests();
    let taken = 0;
    const server = createServer((request, response) => {
      taken += 1;
      if (pipelined.letIn(request, response)) response.writeHead(401).end();
    });
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    const { port } = server.address() as AddressInfo;
    try {
      for (const asked of [
        "GET / HTTP/1.1\r\nHost: a\r\n\r\n",
        "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\n{}",
      ]) {
        taken = 0;
        const socket = connect(port, "127.0.0.1").on("error", () => {});
        socket.end(asked.repeat(2_000));
        await text(socket).catch(() => "");
        // Those of a connection that may wait, and the one too many.
        expect(taken).toBeLessThan(20);
      }
      const answer = await fetch(`http://127.0.0.1:${port}/`);
      expect(answer.status).toBe(401);
    } finally {
      server.closeAllConnections();
      server.close();
    }
  },
);
