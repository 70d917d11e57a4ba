// Writes the kernel's lines to the host. After the line that ends a run, this thread stands still until the next run.

// Functions used here are saved before user code can replace them.
const { parse } = JSON;
const { load, store, wait } = Atomics;
const write = Deno.stdout.writeSync.bind(Deno.stdout);
const encode = TextEncoder.prototype.encode.bind(new TextEncoder());
const Bytes = Uint8Array;
const { get: getBuffer } = Object.getOwnPropertyDescriptor(
  Object.getPrototypeOf(Uint8Array.prototype),
  "buffer",
) as { get: () => ArrayBuffer };
const bufferOf = Function.prototype.call.bind(getBuffer) as (bytes: Uint8Array) => ArrayBuffer;
const includes = Function.prototype.call.bind(String.prototype.includes) as (
  text: string,
  part: string,
) => boolean;
const endsWith = Function.prototype.call.bind(String.prototype.endsWith) as (
  text: string,
  part: string,
) => boolean;
const indexOf = Function.prototype.call.bind(String.prototype.indexOf) as (
  text: string,
  part: string,
  start: number,
) => number;
const slice = Function.prototype.call.bind(String.prototype.slice) as (
  text: string,
  start: number,
  end: number,
) => string;
const { min } = Math;
/** The size of a pipe: for a longer write, Deno copies the rest each time. */
const pieceBytes = 64 * 1024;

/**
 * @param standstill the run that the host has started, and the one after which this thread stands still
 * @param fail ends the interpreter, for a text that is no lines
 * @returns takes one line or several, each with its line break
 */
export function createLineWriter(
  standstill: Int32Array,
  fail: (error: unknown) => void,
): (lines: string) => void {
  /** User code can reach this function too: an object in place of a string could read differently each time. */
  return function writeLines(lines) {
    // In two parts of a frame, the end of a run would not be recognized.
    if (typeof lines !== "string" || !endsWith(lines, "\n")) fail("a part of a frame");
    // Checked before writing: once the line is written, the next run may start, and nothing may happen between the
    // write and the standstill.
    const ends = mayEndRun(lines) && oneEndsRun(lines);
    const runs = load(standstill, 0);
    const bytes = encode(lines);
    const { length } = bytes;
    try {
      for (let written = 0; written < length;) {
        const piece = min(length - written, pieceBytes);
        written += write(new Bytes(bufferOf(bytes), written, piece));
      }
    } finally {
      // Waits until another run starts, so that remaining code does not continue and no memory grows. Inline, since
      // code may have left no room on the stack for a call.
      if (ends) {
        store(standstill, 1, runs);
        wait(standstill, 0, runs);
      }
    }
  };
}

/** JSON writes these letters as they are or as escapes. Most lines contain neither, and need not be parsed. */
function mayEndRun(text: string): boolean {
  return (
    includes(text, "run-end") ||
    includes(text, "\\u002") ||
    includes(text, "\\u006") ||
    includes(text, "\\u007")
  );
}

function oneEndsRun(lines: string): boolean {
  for (let start = 0; start < lines.length;) {
    const end = indexOf(lines, "\n", start);
    if (endsRun(slice(lines, start, end))) return true;
    start = end + 1;
  }
  return false;
}

/** Reads the line as the host does. Invalid JSON ends the sandbox there, so nothing may continue here either. */
function endsRun(text: string): boolean {
  try {
    return (parse(text) as { type?: unknown } | null)?.type === "run-end";
  } catch {
    return true;
  }
}
