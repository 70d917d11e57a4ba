// Answers and notifications to a server behind a URL: each is a request of its own, and nobody waits for what it is answered
// with. A server that asks without end and takes no answer would otherwise hold a connection for each.
import type { FetchLike } from "@modelcontextprotocol/sdk/shared/transport.js";
import { createTurns } from "../../calls/turns.ts";

const mostAtOnce = 16;
// Thousands of calls may be cancelled at once.
const mostWaiting = 10_000;
/** Of all that wait: an answer has the question's id in it, however long that is. */
const mostWaitingCharacters = 64 * 1024 * 1024;
// After this time one leaves its turn to another that waits for one; a server that is slow may take longer where none waits.
const patienceMs = 30_000;
const mostErrorBytes = 16 * 1024;

/**
 * Sends a few at once; others wait for their turn, and more are refused. Of the response's body the beginning of an error is
 * kept. One that leaves its turn to another counts as taken; `tell` is told so.
 */
export function limitPosts(fetchFrom: FetchLike, tell: (why: string) => void): FetchLike {
  const turns = createTurns(mostAtOnce);
  /** What has had its time, the oldest first. */
  const overdue = new Set<AbortController>();
  let present = 0;
  let leaving = 0;
  let characters = 0;

  function makeRoom(): void {
    for (const oldest of overdue) {
      if (present - leaving <= mostAtOnce) return;
      overdue.delete(oldest);
      leaving += 1;
      oldest.abort();
    }
  }

  async function send(...request: Parameters<FetchLike>): Promise<Response> {
    const response = await fetchFrom(...request);
    const { ok, status, statusText, headers } = response;
    const said = ok ? null : await beginningOf(response.body);
    if (ok) await response.body?.cancel();
    return new Response(said, { status, statusText, headers });
  }

  return async (address, init) => {
    const length = typeof init?.body === "string" ? init.body.length : 0;
    const isTooLong = present > 0 && characters + length > mostWaitingCharacters;
    if (present >= mostAtOnce + mostWaiting || isTooLong) {
      throw new Error(`it does not take its answers, of which ${present} wait already`);
    }
    const turn = new AbortController();
    const signal = init?.signal ? AbortSignal.any([init.signal, turn.signal]) : turn.signal;
    let giveBack: (() => void) | undefined;
    let timer: NodeJS.Timeout | undefined;
    present += 1;
    characters += length;
    makeRoom();
    try {
      giveBack = await turns.take(signal);
      timer = setTimeout(() => {
        overdue.add(turn);
        makeRoom();
      }, patienceMs).unref();
      return await send(address, { ...init, signal });
    } catch (error) {
      if (!turn.signal.aborted) throw error;
      tell(`it has not taken a message of ours within ${patienceMs / 1000} s, and others wait`);
      return new Response(null, { status: 202 });
    } finally {
      clearTimeout(timer);
      giveBack?.();
      overdue.delete(turn);
      present -= 1;
      characters -= length;
      if (turn.signal.aborted) leaving -= 1;
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
