import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createServer, type IncomingHttpHeaders, type Server } from "node:http";
import { afterEach, describe, expect, it } from "vitest";
import { createLog, officialServer, textOf } from "../test/test-servers.ts";
import { createRegistry } from "./registry.ts";

const running: ChildProcess[] = [];
const listening: Server[] = [];

afterEach(async () => {
  for (const child of running.splice(0)) {
    if (child.exitCode !== null || child.signalCode !== null) continue;
    const exit = once(child, "exit");
    child.kill("SIGKILL");
    await exit;
  }
  for (const server of listening.splice(0)) {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
});

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return typeof address === "object" ? Number(address?.port) : 0;
}

/** The official everything server on a port of this machine. */
async function serveEverything(
  mode: "streamableHttp" | "sse",
  port: number,
): Promise<ChildProcess> {
  const { command, args = [] } = officialServer("everything", mode);
  const child = spawn(command, args, {
    env: { ...process.env, PORT: String(port) },
    stdio: ["ignore", "ignore", "pipe"],
  });
  running.push(child);
  let output = "";
  child.stderr?.on("data", (chunk: Buffer) => (output += chunk.toString()));
  await expect.poll(() => output, { timeout: 20_000 }).toMatch(/listening on port|running on port/);
  return child;
}

/** An HTTP server that answers everything with one status. */
async function serveStatus(status: number): Promise<{ url: string; seen: IncomingHttpHeaders[] }> {
  const seen: IncomingHttpHeaders[] = [];
  const server = createServer((request, response) => {
    seen.push(request.headers);
    response.writeHead(status).end(`refused: ${String(request.headers["x-api-key"])}`);
  });
  listening.push(server);
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  const port = typeof address === "object" ? address?.port : 0;
  return { url: `http://127.0.0.1:${port}/mcp?key=query-secret`, seen };
}

describe("a server behind a URL", () => {
  it("is reached over Streamable HTTP", async () => {
    const port = await freePort();
    await serveEverything("streamableHttp", port);
    await using registry = createRegistry({ remote: { url: `http://127.0.0.1:${port}/mcp` } });
    expect(textOf(await registry.callTool("remote", "get-sum", { a: 1, b: 2 }))).toContain("is 3");
    const reports: number[] = [];
    await registry.callTool(
      "remote",
      "trigger-long-running-operation",
      { duration: 0.3, steps: 3 },
      { onProgress: ({ progress }) => reports.push(progress) },
    );
    expect(reports).toEqual([1, 2, 3]);
  });

  it.each([undefined, "http", "sse"] as const)(
    "is reached over SSE where it has nothing newer (transport: %s)",
    async (transport) => {
      const port = await freePort();
      await serveEverything("sse", port);
      await using registry = createRegistry({
        remote: { url: `http://127.0.0.1:${port}/sse`, ...(transport && { transport }) },
      });
      const sum = await registry.callTool("remote", "get-sum", { a: 1, b: 2 });
      expect(textOf(sum)).toContain("is 3");
    },
  );

  it.each(["streamableHttp", "sse"] as const)(
    "that dies rejects its calls, and is connected to anew (%s)",
    async (mode) => {
      const port = await freePort();
      const path = mode === "sse" ? "sse" : "mcp";
      const url = `http://127.0.0.1:${port}/${path}`;
      const child = await serveEverything(mode, port);
      const log = createLog();
      await using registry = createRegistry({ remote: { url } }, { onLog: log.onLog });
      await registry.listTools("remote");
      const call = registry
        .callTool(
          "remote",
          "trigger-long-running-operation",
          { duration: 60, steps: 600 },
          { onProgress: () => void child.kill("SIGKILL") },
        )
        .catch((error: unknown) => error);
      expect(await call).toMatchObject({
        code: "server-crashed",
        summary: expect.stringContaining("the connection was lost"),
        message: expect.stringContaining(`Its address: ${url}`),
      });
      await serveEverything(mode, port);
      expect(textOf(await registry.callTool("remote", "get-sum", { a: 1, b: 2 }))).toContain(
        "is 3",
      );
    },
  );

  it("that forgot our session is connected to anew", async () => {
    const port = await freePort();
    const child = await serveEverything("streamableHttp", port);
    await using registry = createRegistry({ remote: { url: `http://127.0.0.1:${port}/mcp` } });
    await registry.listTools("remote");
    const exit = once(child, "exit");
    child.kill("SIGKILL");
    await exit;
    await serveEverything("streamableHttp", port);
    // Whether the loss was noticed before this call or by it: the one after it works.
    await registry.callTool("remote", "get-sum", { a: 1, b: 2 }).catch(() => {});
    expect(textOf(await registry.callTool("remote", "get-sum", { a: 1, b: 2 }))).toContain("is 3");
  });

  it("gets our headers, and a refusal does not repeat them", async () => {
    const { url, seen } = await serveStatus(401);
    await using registry = createRegistry({
      remote: { url, headers: { "X-Api-Key": "header-secret" } },
    });
    const error: unknown = await registry.listTools("remote").catch((reason: unknown) => reason);
    expect(seen[0]).toMatchObject({ "x-api-key": "header-secret" });
    expect(error).toMatchObject({
      code: "start-failed",
      summary:
        'Server "remote" did not start: it refuses us with HTTP 401: refused: ***; check the headers of its entry',
    });
    expect(String(error)).not.toMatch(/header-secret|query-secret/);
  });

  it("that cannot be reached says why", async () => {
    const port = await freePort();
    await using registry = createRegistry({
      nobody: { url: `http://127.0.0.1:${port}/mcp` },
      unknown: { url: "https://host.invalid/mcp" },
      plain: { url: (await serveStatus(200)).url.replace("http:", "https:") },
      blocked: { url: "http://127.0.0.1:9/mcp" },
      wrong: { url: "example" },
      file: { url: "file:///etc/passwd" },
      broken: { url: (await serveStatus(500)).url },
      elsewhere: { url: (await serveStatus(404)).url },
    });
    await expect(registry.listTools("nobody")).rejects.toThrow(
      "nothing answers at its address; check that it is running, and its url (ECONNREFUSED)",
    );
    await expect(registry.listTools("unknown")).rejects.toThrow(
      /the name of its host was not found; check its url, and the network \(/,
    );
    await expect(registry.listTools("plain")).rejects.toThrow(
      /does not speak TLS; check whether its url is http: \(/,
    );
    // A port that fetch refuses.
    await expect(registry.listTools("blocked")).rejects.toThrow(
      /did not start: HTTP clients refuse port 9, .*; let it listen on another one/,
    );
    await expect(registry.listTools("wrong")).rejects.toThrow(
      /its url is not one .*check its entry/,
    );
    await expect(registry.listTools("file")).rejects.toThrow(/file: is not http: or https:/);
    await expect(registry.listTools("broken")).rejects.toThrow(/HTTP 500: .*refused/);
    await expect(registry.listTools("elsewhere")).rejects.toThrow(
      /HTTP 404: .*; over SSE: HTTP 404$/m,
    );
  });

  it("may hang at the start, but not for ever, and not at close", async () => {
    const silent = createServer(() => {});
    listening.push(silent);
    silent.listen(0, "127.0.0.1");
    await once(silent, "listening");
    const address = silent.address();
    const url = `http://127.0.0.1:${typeof address === "object" ? address?.port : 0}/`;
    await using registry = createRegistry(
      { http: { url }, sse: { url, transport: "sse" } },
      { startupTimeoutMs: 300 },
    );
    const { failures } = await registry.catalog();
    expect(failures.map(({ server, error }) => [server, error.summary])).toEqual([
      [
        "http",
        'Server "http" did not start: it did not answer within 0.3 s; if it needs longer to start, raise its start-up time-out',
      ],
      [
        "sse",
        'Server "sse" did not start: it did not answer within 0.3 s; if it needs longer to start, raise its start-up time-out',
      ],
    ]);
  });
});
