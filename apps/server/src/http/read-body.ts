import type { IncomingMessage } from "node:http";
import { createGatheredBytes } from "../client/gathered-bytes.ts";

/** The most chunks of a body. Each costs the host time and memory, and real networks deliver larger ones. */
const maxPieces = 20_000;

/** Why a body is not read. */
export type UnreadBody = "too large" | "too many pieces";

/** The body of a request, or why it was not read completely. Rejects if the client goes away. */
export function readBody(request: IncomingMessage, maxBytes: number): Promise<Buffer | UnreadBody> {
  const bytes = createGatheredBytes();
  let pieces = 0;
  return new Promise((resolve, reject) => {
    const end = (body: Buffer | UnreadBody): void => {
      request.off("data", add).pause();
      resolve(body);
    };
    function add(piece: Buffer): void {
      pieces += 1;
      bytes.add(piece);
      if (bytes.size > maxBytes) end("too large");
      else if (pieces > maxPieces) end("too many pieces");
    }
    request.on("data", add);
    request.once("end", () => end(bytes.take()));
    request.once("error", reject);
    request.once("close", () => reject(new Error("the client went away in the middle of it")));
  });
}
