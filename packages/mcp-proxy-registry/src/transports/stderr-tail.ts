import { StringDecoder } from "node:string_decoder";

const MAX_LINES = 20;
const MAX_CHARACTERS = 4096;

/** The last words of a process. */
export interface StderrTail {
  push(chunk: Buffer): void;
  /** At most 20 lines and 4,096 characters, the newest. */
  text(): string;
}

/** Every line also goes to `onLine`; a line longer than the limit comes in pieces. */
export function createStderrTail(onLine: (line: string) => void): StderrTail {
  const decoder = new StringDecoder("utf8");
  const lines: string[] = [];
  let partial = "";

  const keep = (line: string): void => {
    const text = line.trimEnd();
    if (text === "") return;
    lines.push(text);
    if (lines.length > MAX_LINES) lines.shift();
    onLine(text);
  };

  return {
    push(chunk) {
      const pieces = (partial + decoder.write(chunk)).split("\n");
      partial = pieces.pop() ?? "";
      for (const piece of pieces) for (const line of split(piece)) keep(line);
      while (partial.length > MAX_CHARACTERS) {
        keep(partial.slice(0, MAX_CHARACTERS));
        partial = partial.slice(MAX_CHARACTERS);
      }
    },
    text() {
      const all = [...lines, partial.trimEnd()].filter((line) => line !== "");
      return all.slice(-MAX_LINES).join("\n").slice(-MAX_CHARACTERS);
    },
  };
}

function split(line: string): string[] {
  const parts: string[] = [];
  for (let at = 0; at < line.length; at += MAX_CHARACTERS) {
    parts.push(line.slice(at, at + MAX_CHARACTERS));
  }
  return parts;
}
