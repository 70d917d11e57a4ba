import type { ServerResponse } from "node:http";

/** Why a request is refused, in the form that MCP clients display. */
export interface Refusal {
  status: number;
  message: string;
  headers?: Record<string, string>;
  /** JSON-RPC error code; default -32000. */
  code?: number;
}

export function refuse(response: ServerResponse, refusal: Refusal): void {
  const { status, message, headers = {}, code = -32_000 } = refusal;
  sendJson(response, status, { jsonrpc: "2.0", error: { code, message }, id: null }, headers);
}

export function sendJson(
  response: ServerResponse,
  status: number,
  body: object,
  headers: Record<string, string> = {},
): void {
  const length = { "content-length": String(Buffer.byteLength(JSON.stringify(body))) };
  response.writeHead(status, { "content-type": "application/json", ...length, ...headers });
  response.end(JSON.stringify(body));
}
