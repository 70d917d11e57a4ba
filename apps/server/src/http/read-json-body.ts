import type { IncomingMessage } from "node:http";
import type { Refusal } from "./refusal.ts";

/** The body of a request as JSON, or why it cannot be had. Reads no more than it may. */
export async function readJsonBody(
  request: IncomingMessage,
  maxBytes: number,
): Promise<{ body: unknown } | Refusal> {
  const tooLarge: Refusal = {
    status: 413,
    message: `A request may have ${maxBytes} bytes at most. Long data belongs into a file or behind a tool.`,
    headers: { connection: "close" },
  };
  if (Number(request.headers["content-length"]) > maxBytes) return tooLarge;
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request.iterator({ destroyOnReturn: false })) {
    size += (chunk as Buffer).length;
    if (size > maxBytes) return tooLarge;
    chunks.push(chunk as Buffer);
  }
  try {
    return { body: JSON.parse(Buffer.concat(chunks, size).toString("utf8")) as unknown };
  } catch {
    return { status: 400, code: -32_700, message: "The request is not JSON." };
  }
}
