import type { IncomingMessage } from "node:http";
import { hasMoreValues } from "../client/value-count.ts";
import { readBody } from "./read-body.ts";
import type { Refusal } from "./refusal.ts";

/**
 * The most JSON values in a request. Messages are read several times: a few megabytes of small values would block the
 * host's thread for half a minute. Code is a single value, however long.
 */
const maxValues = 10_000;

const tooManyPieces: Refusal = {
  status: 413,
  message: "The request comes in too many small pieces. Send it in larger ones.",
  headers: { connection: "close" },
};

/** The body of a request as JSON, or why it was refused. Reads no more than the limit. */
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
    message: `A request may have ${maxValues} values and keys at most. Long data belongs into a file or behind a tool.`,
  };
  const read = await readBody(request, maxBytes);
  if (read === "too large") return tooLarge;
  if (read === "too many pieces") return tooManyPieces;
  try {
    const body = JSON.parse(read.toString("utf8")) as unknown;
    return hasMoreValues(body, maxValues) ? tooManyValues : { body };
  } catch {
    return { status: 400, code: -32_700, message: "The request is not JSON." };
  }
}
