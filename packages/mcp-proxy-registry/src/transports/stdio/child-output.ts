// The lines that a child writes. A piece of output may hold thousands of them: they are taken in short turns, and what
// comes faster than it can be used is left in the pipe, so that one child does not take the whole time of the host.
import { setImmediate } from "node:timers/promises";
import { errorText } from "../../error-text.ts";
import type { BytePieces } from "../messages/byte-pieces.ts";
import { createLineBuffer } from "./line-buffer.ts";
import { tooLarge } from "../messages/message-limit.ts";
import { createReadingPace } from "./reading-pace.ts";
import type { ServerProcess } from "./server-process.ts";

/** Messages that nobody waits for, in a second. */
const maxUnawaited = 2000;
const longestTurnMs = 10;
/** An empty line, or a piece that ends no line: a server may write byte by byte. */
const pieceShare = 0.2;

/** What becomes of the lines. */
export interface ChildOutputListener {
  /** Handles a line, a long one in several turns of the event loop. True if the SDK has not finished handling it. */
  receiveLine(line: string | BytePieces): boolean | Promise<boolean>;
  /** The output cannot be read on; the reason follows "because". */
  giveUp(reason: string): void;
}

/** The output of one child. */
export interface ChildOutput {
  /** Takes the next piece of it. Resolves when its lines have been received; never rejects. */
  push(chunk: Buffer): Promise<void>;
  /**
   * Counts what nobody waits for: notifications, requests, garbage, answers to nothing. A short message counts as 1, a
   * long one as more; beyond 2,000 in a second, reading pauses.
   */
  note(weight: number): void;
  /** Counts an empty line. */
  noteEmptyLine(): void;
  stop(): void;
}

export function createChildOutput(
  child: Pick<ServerProcess, "ended" | "output">,
  maxLineBytes: number,
  { receiveLine, giveUp }: ChildOutputListener,
): ChildOutput {
  const lines = createLineBuffer(maxLineBytes);
  let waiting: (string | BytePieces)[] = [];
  let receiving: Promise<void> | undefined;
  const pace = createReadingPace(maxUnawaited, {
    pause: () => child.output.pause(),
    resume() {
      if (!receiving) child.output.resume();
    },
  });

  function whilePaused<T>(work: Promise<T>): Promise<T> {
    child.output.pause();
    return work;
  }

  /** Other work can run between the lines. Never rejects. */
  async function receiveWaiting(): Promise<void> {
    // Lets the caller store the promise before a line is read.
    await Promise.resolve();
    let received = 0;
    let turnBegan = performance.now();
    try {
      while (received < waiting.length && !child.ended) {
        const line = waiting[received] ?? "";
        received += 1;
        // The SDK handles a notification one microtask later than an answer: without this pause the last
        // progress report would come after its call's answer, and be lost.
        const handled = receiveLine(line);
        if (typeof handled === "boolean" ? handled : await whilePaused(handled)) {
          await Promise.resolve();
        }
        if (performance.now() - turnBegan > longestTurnMs) {
          child.output.pause();
          await setImmediate();
          turnBegan = performance.now();
        }
      }
    } catch (error) {
      giveUp(errorText(error));
    }
    waiting = child.ended ? [] : waiting.slice(received);
    receiving = undefined;
    if (!pace.isPausing) child.output.resume();
  }

  return {
    push(chunk) {
      try {
        const complete = lines.push(chunk);
        if (complete.length === 0) pace.note(pieceShare);
        waiting = waiting.length === 0 ? complete : [...waiting, ...complete];
      } catch (error) {
        giveUp(error instanceof RangeError ? tooLarge(maxLineBytes) : errorText(error));
      }
      return (receiving ??= receiveWaiting());
    },
    note: (weight) => pace.note(weight),
    noteEmptyLine: () => pace.note(pieceShare),
    stop: () => pace.stop(),
  };
}
