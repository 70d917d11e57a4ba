// What is wrong with an engine's disk cannot be had here, so that the engine is a double that answers as Podman does.
import { once } from "node:events";
import { createServer, type Server } from "node:http";
import Docker from "dockerode";
import { afterEach, expect, it } from "vitest";
import { namedImage } from "./choose-image.ts";

let server: Server | undefined;
afterEach(() => server?.close());

async function engineThatSays(message: string): Promise<Docker> {
  server = createServer((_request, response) => {
    response.writeHead(500, { "content-type": "application/json", connection: "close" });
    response.end(JSON.stringify({ cause: message, message, response: 500 }));
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  const port = typeof address === "object" ? address?.port : 0;
  return new Docker({ host: "127.0.0.1", port: port ?? 0, protocol: "http" });
}

it("takes an engine that cannot tell whose a short name is for one that does not have the image", async () => {
  const engine = await engineThatSays(
    'normalizing name for compat API: short-name "mine:latest" did not resolve to an alias and no unqualified-search registries are defined',
  );
  expect(await namedImage(engine, "mine:latest")).toBeUndefined();
});

it("does not take what is wrong with an engine for an image that is not there", async () => {
  const engine = await engineThatSays("database disk image is malformed");
  await expect(namedImage(engine, "mine:latest")).rejects.toMatchObject({
    code: "start-failed",
    message: expect.stringContaining("database disk image is malformed"),
  });
});
