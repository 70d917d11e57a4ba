// The command line that serves over HTTP, as it was built.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { expect, it } from "vitest";
import { program } from "../fixtures/connect.ts";
import { createHostFolder } from "../fixtures/host-folder.ts";
import { runCommand } from "../fixtures/run-command.ts";
import { fixture } from "../fixtures/upstream-servers.ts";
import { connectHttp } from "./http-client.ts";

const token = "a-token-of-this-test";

it("serves, follows the configuration, and ends on SIGTERM with nothing left", async () => {
  await using folder = await createHostFolder({ harbour: fixture("harbour-server") });
  const child = spawn(process.execPath, [program, "serve", "--http", "--port", "0"], {
    cwd: folder.project,
    env: {
      ...folder.environment,
      MCP_BRIDGE_RUNTIME: "embedded",
      MCP_BRIDGE_HTTP_TOKEN: `${token},another-token-of-this-test`,
    },
    stdio: ["ignore", "ignore", "pipe"],
  });
  const closed = once(child, "close");
  try {
    let log = "";
    child.stderr.on("data", (chunk: Buffer) => (log += chunk.toString()));
    const url = (): string => /serving at (\S+) with a token/.exec(log)?.[1] ?? "";
    await expect.poll(url, { timeout: 30_000 }).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/mcp$/);
    const { run, client } = await connectHttp(url(), { token });
    expect(await run("list(mcp_servers), await mcp_harbour.watch()")).toBe(
      "(['harbour'], '0 wait, 0 cancelled')",
    );
    await folder.write(
      "home/.config/mcp-bridge/config.json",
      JSON.stringify({ servers: { weather: fixture("office-server", "weather") } }),
    );
    await expect.poll(() => run("list(mcp_servers)"), { timeout: 30_000 }).toContain("'weather'");
    await client.close();
    child.kill("SIGTERM");
    // On Windows a signal ends a process at once.
    expect(await closed).toEqual(process.platform === "win32" ? [null, "SIGTERM"] : [0, null]);
    expect(log).not.toContain(token);
  } finally {
    child.kill("SIGKILL");
    await closed;
  }
});

it("refuses to serve other machines without a token", async () => {
  await using folder = await createHostFolder();
  const { code, stderr } = await runCommand(folder, ["serve", "--http", "--host", "0.0.0.0"], {
    environment: { MCP_BRIDGE_RUNTIME: "embedded" },
  });
  expect(code).toBe(2);
  expect(stderr).toContain("set MCP_BRIDGE_HTTP_TOKEN");
});
