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
    endUnreadResponses(server, 1_000);
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
