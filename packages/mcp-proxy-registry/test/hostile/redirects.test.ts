// A server that sends us to addresses of its choice, where other services are, or who would like to have its secrets.
import { once } from "node:events";
import { createServer, type RequestListener, type Server } from "node:http";
import { afterEach, expect, it } from "vitest";
import { memoryAuthStore } from "../../src/auth/store/memory-auth-store.ts";
import { login } from "../../src/auth/login/login.ts";
import { createRegistry } from "../../src/registry.ts";
import { hostile } from "./hostile-case.ts";

const listening: Server[] = [];
afterEach(async () => {
  for (const server of listening.splice(0)) {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
});

async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  listening.push(server);
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  return `http://127.0.0.1:${typeof address === "object" ? address?.port : 0}`;
}

const found = {
  id: "3.redirects",
  name: "a server that redirects our requests to a service beside it",
  protection: "redirects are followed within the server's own origin alone",
  checked: "mutation",
};

it(`[${found.id}] ${found.name}`, { timeout: 60_000, ...hostile(found) }, async () => {
  const asked: (string | undefined)[] = [];
  const other = await serve((request, response) => {
    asked.push(request.url);
    response.end('{"secret":"of this machine"}');
  });
  for (const transport of ["http", "sse"] as const) {
    for (const status of [301, 302, 303, 307, 308]) {
      const url = await serve((_request, response) =>
        response.writeHead(status, { location: `${other}/secret` }).end(),
      );
      const definition = { url, transport, headers: { "X-Api-Key": "key-of-mine" } };
      await using registry = createRegistry({ far: definition });
      await expect(registry.listTools("far")).rejects.toThrow("not followed");
      await expect(login("far", definition, { store: memoryAuthStore() })).rejects.toThrow(
        "not followed",
      );
    }
  }
  expect(asked).toEqual([]);
});
