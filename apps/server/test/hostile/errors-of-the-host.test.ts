// What code reads in errors about this machine. Whoever reads the result of the run is told all of it.
import { once } from "node:events";
import { existsSync } from "node:fs";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { type AddressInfo, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createBridge, type BridgeOptions } from "mcp-code-execution";
import { expect } from "vitest";
import { fixture, officialServer } from "../fixtures/upstream-servers.ts";
import { defineCase } from "./hostile-case.ts";

interface Told {
  printed: string;
  notices: string;
}

/** What the code prints of its errors, and what the person is told. */
async function told(
  options: BridgeOptions,
  code: string,
  meanwhile: () => Promise<void> = async () => {},
): Promise<Told> {
  const bridge = createBridge({ runtime: "embedded", savedToolsFolder: false, ...options });
  try {
    const run = bridge.run(code);
    await meanwhile();
    const { output, notices, error } = await run;
    expect(error).toBeUndefined();
    const printed = output.map(({ text }) => text).join("");
    return { printed, notices: (notices ?? []).join("\n") };
  } finally {
    await bridge.close();
  }
}

async function inFolder(test: (folder: string) => Promise<void>): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), "errors-of-the-host-"));
  await test(folder).finally(() => rm(folder, { recursive: true }));
}

/** A port of this machine at which nothing answers. */
async function closedPort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

const paths = {
  id: "8.paths-of-the-host",
  protection: "errors that code reads are written without paths; system errors are replaced",
  checked: "mutation",
};

defineCase(
  "embedded",
  { ...paths, name: "errors about programs, folders and logins that cannot be used" },
  () =>
    inFolder(async (folder) => {
      const loginsFolder = join(folder, "logins");
      const servers = {
        missing: { command: join(folder, "no", "such", "program") },
        elsewhere: { ...fixture("crash-at-start"), cwd: join(folder, "nowhere") },
        forbidden: { command: folder },
        remote: { url: "http://127.0.0.1:9/mcp" },
      };
      await writeFile(loginsFolder, "a file in the way");
      const { printed, notices } = await told(
        { servers, loginsFolder },
        `
from mcp import runtime
for name in ${JSON.stringify(Object.keys(servers))}:
    for ask in (lambda: mcp_servers[name].call_tool("x"), lambda: runtime.query_tool_docs(name), lambda: runtime.list_resources(name)):
        try: await ask()
        except Exception as e: print(type(e).__name__, e, vars(e), e.__cause__)
print(await runtime.search_tool_docs("x"))`,
      );
      expect(printed.match(/^ServerUnavailableError/gm)).toHaveLength(12);
      for (const reason of ["not found", "directory", "executed", "logins cannot be used"]) {
        expect(printed).toContain(reason);
      }
      expect(printed).not.toContain(folder);
      for (const path of [servers.missing.command, servers.elsewhere.cwd, loginsFolder]) {
        expect(notices).toContain(path);
      }
    }),
);

defineCase(
  "embedded",
  { ...paths, name: "errors about servers behind URLs that cannot be reached" },
  async () => {
    const servers = {
      silent: { url: `http://127.0.0.1:${await closedPort()}/of-mine/mcp` },
      unknown: { url: "https://inner-host.invalid/of-mine/mcp" },
      silentOverSse: {
        url: `http://127.0.0.1:${await closedPort()}/of-mine/sse`,
        transport: "sse" as const,
      },
      unknownOverSse: { url: "https://inner-host.invalid/of-mine/sse", transport: "sse" as const },
    };
    const { printed, notices } = await told(
      { servers },
      `
for name in ${JSON.stringify(Object.keys(servers))}:
    try: await mcp_servers[name].call_tool("x")
    except Exception as e: print(type(e).__name__, e, vars(e), e.__cause__)`,
    );
    expect(printed.match(/^.*nothing answers at its address/gm)).toHaveLength(2);
    expect(printed.match(/^.*the name of its host was not found/gm)).toHaveLength(2);
    expect(printed).not.toMatch(/127\.0\.0\.1|inner-host|of-mine/);
    for (const { url } of Object.values(servers)) expect(notices).toContain(url);
  },
);

defineCase("embedded", { ...paths, name: "an audit log that fails in the middle of a run" }, () =>
  inFolder(async (folder) => {
    const path = join(folder, "audit.jsonl");
    const { printed, notices } = await told(
      {
        servers: { everything: officialServer("everything") },
        auditLog: { path, onFailure: "stop" },
      },
      `
import asyncio
for _ in range(600):
    try: await mcp_everything.echo(message="x")
    except Exception as e:
        print(e, vars(e))
        break
    await asyncio.sleep(0.05)`,
      async () => {
        await expect.poll(() => existsSync(path), { timeout: 60_000 }).toBe(true);
        await rm(path);
        // A folder stands where the file belongs.
        await mkdir(path);
      },
    );
    expect(printed).toContain("cannot be recorded in the audit log");
    expect(printed).not.toContain(folder);
    expect(notices).toContain(path);
  }),
);
