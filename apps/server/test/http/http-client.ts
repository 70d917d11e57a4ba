import { request } from "node:http";
import { Client } from "@modelcontextprotocol/sdk/client/index.js";
import { StreamableHTTPClientTransport } from "@modelcontextprotocol/sdk/client/streamableHttp.js";
import { ElicitRequestSchema } from "@modelcontextprotocol/sdk/types.js";
import { runPython, textOf, type RunOptions } from "../fixtures/connect.ts";

export interface HttpClient {
  client: Client;
  transport: StreamableHTTPClientTransport;
  /** The text of a run's result. */
  run(code: string, options?: RunOptions): Promise<string>;
  /** Starts code that prints something and goes on; resolves when it has printed. */
  begin(code: string): Promise<{ answer: Promise<string> }>;
  [Symbol.asyncDispose](): Promise<void>;
}

/** A real client, which answers every question for a name with its own. */
export async function connectHttp(
  url: string,
  { name = "test", token }: { name?: string; token?: string } = {},
): Promise<HttpClient> {
  const client = new Client({ name, version: "1.0.0" }, { capabilities: { elicitation: {} } });
  client.setRequestHandler(ElicitRequestSchema, () => ({ action: "accept", content: { name } }));
  const transport = new StreamableHTTPClientTransport(new URL(url), {
    ...(token && { requestInit: { headers: { authorization: `Bearer ${token}` } } }),
  });
  await client.connect(transport);
  const run: HttpClient["run"] = async (code, options) =>
    textOf(await runPython(client, code, options));
  return {
    client,
    transport,
    run,
    begin(code) {
      return new Promise((resolve, reject) => {
        const answer = run(code, { onprogress: () => resolve({ answer }) });
        answer.catch(reject);
      });
    },
    async [Symbol.asyncDispose]() {
      await transport.terminateSession().catch(() => {});
      await client.close();
    },
  };
}

export interface RawAnswer {
  status: number;
  body: string;
}

/** A request as no SDK would send it: any Host, any Origin. */
export function send(
  url: string,
  {
    method = "POST",
    path,
    headers = {},
    body,
  }: { method?: string; path?: string; headers?: Record<string, string>; body?: string } = {},
): Promise<RawAnswer> {
  return new Promise((resolve, reject) => {
    const accept = "application/json, text/event-stream";
    const asked = request(
      url,
      {
        method,
        ...(path && { path }),
        headers: { accept, "content-type": "application/json", ...headers },
      },
      (response) => {
        let text = "";
        response.on("data", (chunk: Buffer) => (text += chunk.toString()));
        response.on("end", () => resolve({ status: response.statusCode ?? 0, body: text }));
        response.on("error", reject);
      },
    );
    asked.on("error", reject);
    asked.end(body);
  });
}

export const initialize: string = JSON.stringify({
  jsonrpc: "2.0",
  id: 0,
  method: "initialize",
  params: {
    protocolVersion: "2025-11-25",
    capabilities: {},
    clientInfo: { name: "raw", version: "1.0.0" },
  },
});
