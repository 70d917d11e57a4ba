// Every fault over every transport: it has its own typed error within its time-out, and the others do not notice.
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { fixture, textOf } from "../test/test-servers.ts";
import { createRegistry } from "./registry.ts";
import type { RegistryError, RegistryErrorCode } from "./registry-error.ts";
import type { CatalogTool } from "./catalog/catalog-types.ts";
import type { Registry } from "./registry-types.ts";
import type { ServerDefinition } from "./servers/server-definition.ts";

type Outcome = RegistryErrorCode | "done";

const transports = ["stdio", "http", "sse"] as const;

/** What the first call ends with. */
const faults: Record<string, Outcome> = {
  "crash-at-start": "start-failed",
  "crash-in-call": "server-crashed",
  "crash-between-calls": "done",
  hang: "call-timeout",
  garbage: "invalid-answer",
  huge: "invalid-answer",
  "slow-drip": "call-timeout",
  "wrong-schema": "done",
  "wrong-result": "invalid-answer",
  "duplicate-names": "done",
  "answers-twice": "done",
  flood: "done",
};

/** Of these nothing but the time-out can tell. */
const silent = new Set(["hang", "garbage", "slow-drip"]);

const children: ChildProcess[] = [];
/** What the servers over HTTP say. */
const said: string[] = [];

async function startHttp(): Promise<string> {
  const { command, args = [] } = fixture("faulty-server", "http");
  const child = spawn(command, args, { stdio: ["ignore", "pipe", "pipe"] });
  children.push(child);
  child.stderr.on("data", (chunk: Buffer) => said.push(...chunk.toString().split("\n")));
  const [port] = await once(child.stdout, "data");
  return `http://127.0.0.1:${String(port).trim()}`;
}

describe("a fault", () => {
  let registry: Registry;
  const logged: string[] = [];

  beforeAll(async () => {
    const servers: Record<string, ServerDefinition> = {
      healthy: { ...fixture("faulty-server", "stdio", "none"), timeoutMs: 40_000 },
    };
    const shared = await startHttp();
    for (const fault of Object.keys(faults)) {
      const limits = { timeoutMs: silent.has(fault) ? 2000 : 40_000 };
      servers[`stdio ${fault}`] = { ...fixture("faulty-server", "stdio", fault), ...limits };
      for (const transport of ["http", "sse"] as const) {
        const origin = fault.startsWith("crash") ? await startHttp() : shared;
        const kind = transport === "sse" ? { transport } : {};
        servers[`${transport} ${fault}`] = {
          url: `${origin}/${transport}/${fault}`,
          ...kind,
          ...limits,
        };
      }
    }
    servers["empty"] = { url: `${shared}/http/empty-stream`, timeoutMs: 600_000 };
    registry = createRegistry(servers, {
      onLog: ({ server, message }) => void logged.push(`${server}: ${message}`),
    });
    await registry.listTools("healthy");
  });

  afterAll(async () => {
    await registry.close();
    for (const child of children) {
      if (child.exitCode !== null || child.signalCode !== null) continue;
      const exit = once(child, "exit");
      child.kill("SIGKILL");
      await exit;
    }
  });

  const call = (server: string): Promise<Outcome> =>
    registry.callTool(server, "work", { message: "m" }).then(
      (result) => (textOf(result) === "done" ? "done" : "invalid-answer"),
      (error: RegistryError) => error.code,
    );

  const cells = Object.entries(faults).flatMap(([fault, outcome]) =>
    transports.map((transport) => ({ fault, transport, outcome })),
  );

  it.concurrent.each(cells)(
    "$fault over $transport: $outcome",
    async ({ fault, transport, outcome }) => {
      const name = `${transport} ${fault}`;
      expect(await call(name)).toBe(outcome);
      expect(await call("healthy")).toBe("done");
      if (name === "http huge") expect(registry.resolveServer(name).state).toBe("ready");
      if (fault !== "crash-between-calls") return;
      // A process of ours is started again; a remote one that is gone says so.
      if (transport === "stdio") {
        await expect
          .poll(() => registry.resolveServer(name).state, { timeout: 10_000 })
          .toBe("idle");
        expect(await call(name)).toBe("done");
      } else {
        await expect.poll(() => call(name), { timeout: 10_000 }).toBe("start-failed");
      }
    },
  );

  it("of a stream that ends without an answer does not wait for the time-out", async () => {
    await expect(registry.callTool("empty", "work")).rejects.toMatchObject({
      code: "invalid-answer",
      summary: expect.stringContaining("it ended the stream of its answer without one"),
    });
  });

  it("of silence is told to the server, over every transport", async () => {
    await expect.poll(() => logged).toContain("stdio hang: cancelled: hang");
    await expect.poll(() => said.filter((line) => line === "cancelled: hang")).toHaveLength(2);
  });

  it("of names leaves the first one, and says so", async () => {
    const tools: readonly CatalogTool[] = await registry.listTools("stdio duplicate-names");
    expect(tools.map(({ name }) => name)).toEqual(["work"]);
    expect(logged).toContain('stdio duplicate-names: left out a second tool called "work"');
  });
});
