import { StringDecoder } from "node:string_decoder";

const maxLines = 20;
const maxCharacters = 4096;

/** The last lines of a process's stderr. */
export interface StderrTail {
  push(chunk: Buffer): void;
  /** At most 20 lines and 4,096 characters, the newest. */
  text(): string;
}

/** Every line also goes to `onLine`; a line longer than the limit is passed in pieces. */
export function createStderrTail(onLine: (line: string) => void): StderrTail {
  const decoder = new StringDecoder("utf8");
  const lines: string[] = [];
  let partial = "";

  const keep = (line: string): void => {
    const text = line.trimEnd();
    if (text === "") return;
    lines.push(text);
    if (lines.length > maxLines) lines.shift();
    onLine(text);
  };

  return {
    push(chunk) {
      const pieces = (partial + decoder.write(chunk)).split("\n");
      partial = pieces.pop() ?? "";
      for (const piece of pieces) for (const line of split(piece)) keep(line);
      while (partial.length > maxCharacters) {
        keep(partial.slice(0, maxCharacters));
        partial = partial.slice(maxCharacters);
      }
    },
    text() {
      const all = [...lines, partial.trimEnd()].filter((line) => line !== "");
      return all.slice(-maxLines).join("\n").slice(-maxCharacters);
    },
  };
}

function split(line: string): string[] {
  const parts: string[] = [];
  for (let at = 0; at < line.length; at += maxCharacters) {
    parts.push(line.slice(at, at + maxCharacters));
  }
  return parts;
}
