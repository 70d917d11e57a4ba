import type { IncomingMessage } from "node:http";
import type { Refusal } from "./refusal.ts";

/**
 * Of a request. What reads messages looks at each value several times: a few megabytes of them would keep the host's
 * thread from all other clients for half a minute. Code is one text, however long.
 */
const mostValues = 10_000;

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
  const tooManyValues: Refusal = {
    status: 413,
    message: `A request may have ${mostValues} values and keys at most. Long data belongs into a file or behind a tool.`,
  };
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request.iterator({ destroyOnReturn: false })) {
    size += (chunk as Buffer).length;
    if (size > maxBytes) return tooLarge;
    chunks.push(chunk as Buffer);
  }
  try {
    const body = JSON.parse(Buffer.concat(chunks, size).toString("utf8")) as unknown;
    return hasMoreValues(body, mostValues) ? tooManyValues : { body };
  } catch {
    return { status: 400, code: -32_700, message: "The request is not JSON." };
  }
}

function hasMoreValues(body: unknown, most: number): boolean {
  const waiting = [body];
  let room = most;
  for (let value = waiting.pop(); value !== undefined; value = waiting.pop()) {
    if (typeof value !== "object" || value === null) continue;
    const parts: unknown[] = Object.values(value);
    room -= parts.length;
    if (room < 0) return true;
    for (const part of parts) waiting.push(part);
  }
  return false;
}
