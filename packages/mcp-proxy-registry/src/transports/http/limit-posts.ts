// Answers and notifications to a server behind a URL: each is a request of its own, and nobody waits for what it is answered
// with. A server that asks without end and takes no answer would otherwise hold a connection for each.
import type { FetchLike } from "@modelcontextprotocol/sdk/shared/transport.js";
import { createTurns } from "../../calls/turns.ts";

const mostAtOnce = 16;
// Thousands of calls may be cancelled at once.
const mostWaiting = 10_000;
/** Of all that wait: an answer has the question's id in it, however long that is. */
const mostWaitingCharacters = 64 * 1024 * 1024;
// Servers take them at once; what they do about them can take longer.
const longestMs = 30_000;
const mostErrorBytes = 16 * 1024;

/** Sends a few at once; others wait for their turn, and more are refused. Of the response's body the beginning of an error is kept. */
export function limitPosts(fetchFrom: FetchLike): FetchLike {
  const turns = createTurns(mostAtOnce);
  let present = 0;
  let characters = 0;

  async function send(...[address, init]: Parameters<FetchLike>): Promise<Response> {
    const inTime = AbortSignal.timeout(longestMs);
    const signal = init?.signal ? AbortSignal.any([init.signal, inTime]) : inTime;
    const giveBack = await turns.take(signal);
    try {
      const response = await fetchFrom(address, { ...init, signal });
      const { ok, status, statusText, headers } = response;
      const said = ok ? null : await beginningOf(response.body);
      if (ok) await response.body?.cancel();
      return new Response(said, { status, statusText, headers });
    } finally {
      giveBack();
    }
  }

  return async (address, init) => {
    const length = typeof init?.body === "string" ? init.body.length : 0;
    const isTooLong = present > 0 && characters + length > mostWaitingCharacters;
    if (present >= mostAtOnce + mostWaiting || isTooLong) {
      throw new Error(`it does not take its answers, of which ${present} wait already`);
    }
    present += 1;
    characters += length;
    try {
      return await send(address, init);
    } finally {
      present -= 1;
      characters -= length;
    }
  };
}

async function beginningOf(body: ReadableStream<Uint8Array> | null): Promise<Buffer | null> {
  if (!body) return null;
  const pieces: Uint8Array[] = [];
  let left = mostErrorBytes;
  for await (const piece of body) {
    pieces.push(piece.subarray(0, left));
    left -= piece.length;
    if (left <= 0) break;
  }
  return Buffer.concat(pieces);
}
