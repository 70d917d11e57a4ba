import type { Command } from "commander";
import { port, seconds, wholeNumber } from "./arguments.ts";
import type { DefineCommand } from "./define-command.ts";

interface ServeOptions {
  http?: true;
  host?: string;
  port?: number;
  allowedHost?: string[];
  maxSessions?: number;
  maxRuns?: number;
  sessionIdle?: number;
}

/** `serve`, which is what runs without a command too. */
export const defineServe: DefineCommand = (program, { log }) => {
  const serveStdio = async (): Promise<void> => {
    const { serve } = await import("../commands/serve/serve.ts");
    await serve(log);
  };
  program.action(async () => {
    const [word] = program.args;
    if (word !== undefined) {
      program.error(`error: unknown command '${word}'`);
    }
    await serveStdio();
  });
  program
    .command("serve")
    .description("serve over stdio, as without a command, or over HTTP")
    .option("--http", "Streamable HTTP at /mcp")
    .option("--host <address>", "with --http: where to listen; default 127.0.0.1")
    .option("--port <number>", "with --http: default 3000", port)
    .option("--allowed-host <names...>", "with --http: names of this server in Host headers")
    .option("--max-sessions <number>", "with --http: MCP sessions at once; default 32", wholeNumber)
    .option("--max-runs <number>", "with --http: runs at once; default 16", wholeNumber)
    .option("--session-idle <seconds>", "with --http: ends idle sessions; default 3600", seconds)
    .addHelpText(
      "after",
      `
Over HTTP each MCP session has servers and sandboxes of its own. MCP_BRIDGE_HTTP_TOKEN holds the token that clients
send as Authorization: Bearer, of at least 16 characters, or several with commas between. Without it only this machine
is served.

Examples:
  mcp-code-execution serve --http
  MCP_BRIDGE_HTTP_TOKEN=$(openssl rand -hex 32) mcp-code-execution serve --http --host 0.0.0.0 --port 8080`,
    )
    .action(async ({ http, ...given }: ServeOptions, command: Command) => {
      if (!http) {
        const { flags } = command.options.find((option) => option.attributeName() in given) ?? {};
        if (flags) command.error(`error: option '${flags}' is for HTTP: add --http`);
        return serveStdio();
      }
      const { allowedHost, sessionIdle, ...options } = given;
      const { serveHttp } = await import("../commands/serve/serve-http.ts");
      await serveHttp(
        { ...options, allowedHosts: allowedHost, sessionIdleSeconds: sessionIdle },
        log,
      );
    });
};
