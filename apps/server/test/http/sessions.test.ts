// Real clients over HTTP, several at once, each with servers and sandboxes of its own.
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createHttpServer, type CodeExecutionHttpServer } from "mcp-code-execution";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { descendants } from "../fixtures/processes.ts";
import { fixture } from "../fixtures/upstream-servers.ts";
import { connectHttp, initialize, send, type HttpClient } from "./http-client.ts";

const tokens = ["a-token-for-the-first-one", "b-token-for-the-second-one"] as const;
const lines: string[] = [];
let server: CodeExecutionHttpServer;
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "mcp-code-execution-test-"));
  server = await createHttpServer({
    port: 0,
    tokens,
    runtime: "embedded",
    savedToolsFolder: folder,
    servers: { harbour: fixture("harbour-server") },
    maxSessionsPerClient: 3,
    maxSessions: 5,
    maxRuns: 11,
    reconnectSeconds: 1,
    log: (line) => lines.push(line),
  });
});
afterAll(async () => {
  await server?.close();
  await rm(folder, { recursive: true });
});

const isLinux = process.platform === "linux";

/** Upstream servers and sandboxes of all sessions, where processes can be seen. */
function processes(): string[] {
  if (!isLinux) return [];
  return descendants(process.pid)
    .map(({ command }) => command)
    .filter((command) => /harbour-server|deno/.test(command));
}

describe("two clients", () => {
  let ada: HttpClient;
  let bob: HttpClient;
  beforeAll(async () => {
    ada = await connectHttp(server.url, { name: "Ada", token: tokens[0] });
    bob = await connectHttp(server.url, { name: "Bob", token: tokens[1] });
  });
  afterAll(async () => {
    await ada?.[Symbol.asyncDispose]();
    await bob?.[Symbol.asyncDispose]();
  });

  it("never see each other's variables, answers or questions", async () => {
    await Promise.all([
      ada.run("who, seen = 'Ada', []", { session: "notes" }),
      bob.run("who, seen = 'Bob', []", { session: "notes" }),
    ]);
    const lanes = [0, 1, 2, 3, 4].flatMap((lane) => [
      { name: "Ada", client: ada, lane },
      { name: "Bob", client: bob, lane },
    ]);
    await Promise.all(
      lanes.map(async ({ name, client, lane }) => {
        for (let round = 0; round < 6; round += 1) {
          const code = `seen.append(${lane})\nwho, await mcp_harbour.ask(), ${lane}, ${round}`;
          expect(await client.run(code, { session: "notes" })).toBe(
            `('${name}', '${name}', ${lane}, ${round})`,
          );
        }
      }),
    );
    expect(await ada.run("len(seen)", { session: "notes" })).toBe("30");
    expect(await bob.run("len(seen)", { session: "notes" })).toBe("30");
  });

  it("with tokens of their own never import what the other has saved", async () => {
    const list = "[tool['name'] for tool in await runtime.list_saved_tools()]";
    const session = { session: "notes" };
    await ada.run("from mcp import runtime\ndef f(): pass\nawait runtime.save_tool(f)", session);
    expect(await ada.run(list, session)).toBe("['f']");
    expect(await bob.run(`from mcp import runtime\n${list}`, session)).toBe("[]");
  });

  it("cannot use each other's session", async () => {
    const id = ada.transport.sessionId ?? "";
    const body = JSON.stringify({ jsonrpc: "2.0", id: 1, method: "tools/list" });
    const as = (token: string, method = "POST"): Promise<{ status: number; body: string }> =>
      send(server.url, {
        method,
        headers: { authorization: `Bearer ${token}`, "mcp-session-id": id },
        ...(method === "POST" && { body }),
      });
    expect(await as(tokens[0])).toMatchObject({ status: 200 });
    for (const method of ["POST", "GET", "DELETE"]) {
      expect(await as(tokens[1], method)).toMatchObject({
        status: 404,
        body: expect.stringContaining("There is no such session"),
      });
    }
    expect(await ada.run("who", { session: "notes" })).toBe("'Ada'");
  });

  it("are refused a run where too many run, in words that a model reads", async () => {
    const waiting = Array.from({ length: 11 }, () =>
      ada.run("await mcp_harbour.wait()", { session: "waits" }),
    );
    const stopped = Promise.allSettled(waiting);
    await expect
      .poll(() => bob.run("1"), { timeout: 20_000 })
      .toContain("Nothing was run: this server runs 11 requests at once at most");
    await ada.transport.terminateSession();
    await ada.client.close();
    await stopped;
    expect(await bob.run("1")).toBe("1");
    ada = await connectHttp(server.url, { name: "Ada", token: tokens[0] });
  });
});

describe("a session", () => {
  it("is refused beyond the limit of its client, and of the server", async () => {
    const clients: HttpClient[] = [];
    const connect = async (token: string): Promise<void> => {
      clients.push(await connectHttp(server.url, { token }));
    };
    try {
      for (let n = 0; n < 3; n += 1) await connect(tokens[0]);
      await expect(connect(tokens[0])).rejects.toThrow("You have 3 sessions here already");
      for (let n = 0; n < 2; n += 1) await connect(tokens[1]);
      await expect(connect(tokens[1])).rejects.toThrow("This server has 5 sessions already");
    } finally {
      for (const client of clients) await client[Symbol.asyncDispose]();
    }
    await connect(tokens[0]);
    await clients.at(-1)?.[Symbol.asyncDispose]();
  });

  it("that is deleted has freed its sandbox and its servers, and is unknown", async () => {
    expect(processes()).toEqual([]);
    const { client, transport, run } = await connectHttp(server.url, { token: tokens[0] });
    await run("await mcp_harbour.watch()");
    expect(processes().length).toBeGreaterThanOrEqual(isLinux ? 2 : 0);
    const headers = {
      authorization: `Bearer ${tokens[0]}`,
      "mcp-session-id": transport.sessionId ?? "",
    };
    await transport.terminateSession();
    expect(processes()).toEqual([]);
    expect(await send(server.url, { headers, body: initialize })).toMatchObject({ status: 404 });
    await client.close();
  });

  it("whose client goes away during a run frees its sandbox", async () => {
    const { client, begin } = await connectHttp(server.url, { token: tokens[0] });
    const { answer } = await begin("print('begun')\nawait mcp_harbour.wait()");
    const lost = answer.catch(() => "lost");
    // Its connections are cut; it says nothing of an end.
    await client.close();
    expect(await lost).toBe("lost");
    await expect
      .poll(() => lines.join("\n"), { timeout: 40_000 })
      .toContain("ended because its client went away during a run");
    expect(processes()).toEqual([]);
  });

  it("gives a client that comes back what it missed", async () => {
    await using client = await connectHttp(server.url, { token: tokens[0] });
    await client.run("import asyncio");
    const headers = {
      authorization: `Bearer ${tokens[0]}`,
      "mcp-session-id": client.transport.sessionId ?? "",
      "mcp-protocol-version": "2025-11-25",
      accept: "application/json, text/event-stream",
      "content-type": "application/json",
    };
    const broken = new AbortController();
    const code = "await asyncio.sleep(0.5); 'here it is'";
    const response = await fetch(server.url, {
      method: "POST",
      headers,
      signal: broken.signal,
      body: JSON.stringify({
        jsonrpc: "2.0",
        id: "missed",
        method: "tools/call",
        params: { name: "run_python", arguments: { code } },
      }),
    });
    const first = await response.body?.getReader().read();
    const eventId = /^id: (\S+)$/m.exec(new TextDecoder().decode(first?.value))?.[1] ?? "";
    broken.abort();
    // The server may not have seen yet that the connection is gone.
    let resumed: Response;
    do resumed = await fetch(server.url, { headers: { ...headers, "last-event-id": eventId } });
    while (resumed.status === 409);
    const reader = resumed.body?.getReader();
    let text = "";
    while (!text.includes("here it is")) {
      const { value, done } = (await reader?.read()) ?? { done: true };
      if (done) break;
      text += new TextDecoder().decode(value);
    }
    await reader?.cancel();
    expect(text).toContain(`"id":"missed"`);
    expect(text).toContain("here it is");
  });
});
