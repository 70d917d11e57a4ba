// Clients over HTTP that ask and do not read.
import { once } from "node:events";
import { createServer } from "node:http";
import { connect, type AddressInfo } from "node:net";
import { expect } from "vitest";
import { endUnreadResponses } from "../../src/http/unread-responses.ts";
import { defineCase } from "./hostile-case.ts";

defineCase(
  "host",
  {
    id: "4.unread-response",
    name: "a client that does not read its response",
    protection:
      "a connection that takes nothing of what waits for it ends; one that reads slowly, or is idle, stays",
    checked: "mutation",
  },
  async () => {
    const server = createServer(({ url = "" }, response) => {
      response.write(Buffer.alloc(Number(url.slice(1))));
    });
    endUnreadResponses(server, { patienceMs: 1_000, bytes: 2 ** 30 });
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    const { port } = server.address() as AddressInfo;
    const ask = (bytes: number, pauseMs?: number) => {
      const socket = connect(port, "127.0.0.1");
      const client = { socket, closed: false, read: 0 };
      socket.on("error", () => {});
      socket.on("close", () => (client.closed = true));
      socket.write(`GET /${bytes} HTTP/1.1\r\nHost: localhost\r\n\r\n`);
      const pull = (): void => void (client.read += (socket.read() as Buffer | null)?.length ?? 0);
      if (pauseMs !== undefined) setInterval(pull, pauseMs).unref();
      return client;
    };
    const deaf = ask(64 * 1024 * 1024);
    const slow = ask(64 * 1024 * 1024, 4);
    const idle = ask(1, 20);
    try {
      const left = async (): Promise<number> =>
        new Promise((resolve) => server.getConnections((_, count) => resolve(count)));
      await expect.poll(left, { timeout: 10_000 }).toBe(2);
      await new Promise((resolve) => setTimeout(resolve, 2_500));
      expect(await left()).toBe(2);
      expect(slow.closed || idle.closed).toBe(false);
    } finally {
      for (const { socket } of [deaf, slow, idle]) socket.destroy();
      server.close();
    }
  },
);

defineCase(
  "host",
  {
    id: "4.unread-responses",
    name: "clients that read a little now and then of more than the host can hold",
    protection: "a bound on what all leave unread together, which ends the greediest",
    checked: "mutation",
  },
  async () => {
    const megabyte = 1024 * 1024;
    const closed: string[] = [];
    const server = createServer(({ url = "" }, response) => {
      response.on("close", () => closed.push(url));
      response.write(Buffer.alloc(Number(url.slice(1)) * megabyte));
    });
    endUnreadResponses(server, { patienceMs: 60_000, bytes: 96 * megabyte });
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    const { port } = server.address() as AddressInfo;
    const sockets = [32, 64, 48].map((megabytes) => {
      const socket = connect(port, "127.0.0.1");
      socket.on("error", () => {});
      socket.write(`GET /${megabytes} HTTP/1.1\r\nHost: localhost\r\n\r\n`);
      setInterval(() => socket.read(1), 100).unref();
      return socket;
    });
    try {
      await expect.poll(() => closed, { timeout: 10_000 }).toEqual(["/64"]);
      await new Promise((resolve) => setTimeout(resolve, 1_000));
      expect(closed).toEqual(["/64"]);
    } finally {
      for (const socket of sockets) socket.destroy();
      server.close();
    }
  },
);
