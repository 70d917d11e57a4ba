import type { Readable } from "node:stream";
import { createWholeLines } from "./whole-lines.ts";

// As JSON is written without blanks. An answer has an id as well, but no method.
const idFirst = /^\{(?:"jsonrpc":"2\.0",)?"id":(\d{1,15}|"[^"\\]{1,100}"),"method":/;
const methodFirst = /^\{(?:"jsonrpc":"2\.0",)?"method":/;
const idLast =
  /\}(?:,"jsonrpc":"2\.0")?,"id":(\d{1,15}|"[^"\\]{1,100}")(?:,"jsonrpc":"2\.0")?\}\r?$/;

/** Bytes of one message of the client. */
const maxMessageBytes = 64 * 1024 * 1024;

/** Where a client's messages come from. */
export interface ClientInput {
  /** Begins to read. `take` is told of each line, as a whole. */
  read(take: (line: Buffer) => void): void;
  /** Nothing is told until `resume`. */
  pause(): void;
  resume(): void;
  /** Nothing is told after this. */
  stop(): void;
}

/**
 * The client's messages, each a line, without those that are too long: of such a one the log is told, and a request is answered, where
 * its id can be told from its beginning or end.
 */
export function clientInput(
  input: Readable,
  { answer, log }: { answer(message: object): void; log(line: string): void },
): ClientInput {
  let take: ((line: Buffer) => void) | undefined;
  let isPaused = false;
  /** The rest of what had been read when it was paused. */
  let waiting: Buffer[] = [];
  const split = createWholeLines(maxMessageBytes, {
    line(line) {
      if (isPaused) waiting.push(line);
      else take?.(line);
    },
    tooLong(bytes, ends) {
      const message = `a message of ${bytes} bytes was left out: ${maxMessageBytes / 1024 ** 2} MiB are the most that is read. Long data belongs into a file or behind a tool`;
      log(message);
      const id = requestId(ends);
      if (id !== undefined) answer({ jsonrpc: "2.0", id, error: { code: -32_600, message } });
    },
  });
  return {
    read(taker) {
      take = taker;
      input.on("data", split);
    },
    pause() {
      isPaused = true;
      input.pause();
    },
    resume() {
      isPaused = false;
      const lines = waiting;
      waiting = [];
      for (const line of lines) {
        // One of them may pause it again.
        if (isPaused) waiting.push(line);
        else take?.(line);
      }
      if (!isPaused && take) input.resume();
    },
    stop() {
      take = undefined;
      waiting = [];
      input.off("data", split);
      input.pause();
    },
  };
}

/** Whoever writes JSON puts the id of a request first or last; what is in between may be an argument's. */
function requestId(ends: string): string | number | undefined {
  const found = idFirst.exec(ends) ?? (methodFirst.test(ends) ? idLast.exec(ends) : undefined);
  return found?.[1] === undefined ? undefined : (JSON.parse(found[1]) as string | number);
}
