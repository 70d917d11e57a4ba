import { Client } from "@modelcontextprotocol/sdk/client/index.js";
import { StdioClientTransport } from "@modelcontextprotocol/sdk/client/stdio.js";
import { DemoError } from "./demo-error.ts";
import type { ServerCommand } from "./servers.ts";

export interface Connection {
  readonly client: Client;
  /** What the server has written to stderr so far. */
  log(): string;
  /** Ends the server. */
  close(): Promise<void>;
  [Symbol.asyncDispose](): Promise<void>;
}

/** Starts a server in the folder `cwd` as any MCP client does, and shakes hands with it. */
export async function connect(
  name: string,
  server: ServerCommand,
  cwd: string,
): Promise<Connection> {
  const transport = new StdioClientTransport({ ...server, cwd, stderr: "pipe" });
  let log = "";
  transport.stderr?.on("data", (chunk: Buffer) => {
    log += chunk.toString();
  });
  const client = new Client({ name: "mcp-code-execution-demo", version: "0.0.0" });
  const close = (): Promise<void> => client.close();
  try {
    await client.connect(transport);
  } catch (error) {
    await close();
    throw new DemoError(
      "server-failed",
      `The server ${name} did not start (${(error as Error).message}). Try it by hand: ${[server.command, ...server.args].join(" ")}\n${log}`,
      { cause: error },
    );
  }
  return { client, log: () => log, close, [Symbol.asyncDispose]: close };
}
