// A registry that knows of holes, and leaves everything else to npm's own.
import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { buffer } from "node:stream/consumers";
import { gunzipSync } from "node:zlib";
import { runProcess } from "../run-process.ts";

export interface AdvisoryRegistry extends AsyncDisposable {
  url: string;
  /** The versions that it was asked about, by package. */
  asked: Record<string, string[]>;
}

const hole = {
  id: 1,
  url: "https://example.org/hole",
  title: "A hole that is told of",
  severity: "low",
  vulnerable_versions: "*",
};

/** @param holed name of the package that has a hole in every version; undefined: none has */
export async function startAdvisoryRegistry(holed?: string): Promise<AdvisoryRegistry> {
  const real = await runProcess("npm", ["config", "get", "registry"], { cwd: "." });
  const asked: AdvisoryRegistry["asked"] = {};
  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    Object.assign(asked, await readJson(request));
    response.setHeader("content-type", "application/json");
    response.end(JSON.stringify(holed ? { [holed]: [hole] } : {}));
  }
  const server = createServer((request, response) => {
    if (request.method !== "POST") {
      response.writeHead(302, { location: new URL(`.${request.url}`, real.trim()).href }).end();
      return;
    }
    void answer(request, response);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    asked,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      server.close();
    },
  };
}

async function readJson(request: IncomingMessage): Promise<Record<string, string[]>> {
  const body = await buffer(request);
  const isZipped = request.headers["content-encoding"] === "gzip";
  return JSON.parse((isZipped ? gunzipSync(body) : body).toString());
}
