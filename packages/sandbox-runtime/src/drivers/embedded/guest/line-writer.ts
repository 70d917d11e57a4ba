// Writes the kernel's lines to the host. The line that ends a run is the last thing that this thread does until the next one.

// What is used here is taken before user code can change it.
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
/** What a pipe takes at once: of a longer write, Deno copies the rest each time. */
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
  /** User code reaches this function, too: with a text that is none, it would say other things each time it is asked. */
  return function writeLines(lines) {
    // Of a frame in two parts neither is seen to be the end of a run.
    if (typeof lines !== "string" || !endsWith(lines, "\n")) fail("a part of a frame");
    // Looked at first: once it is written, the next run may begin, and nothing may come between this one and the standstill.
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
      // Until another run starts: code that would go on does not, and no memory grows. Here, not in a function of its own,
      // for which code may have left no room on the stack.
      if (ends) {
        store(standstill, 1, runs);
        wait(standstill, 0, runs);
      }
    }
  };
}

/** JSON writes these letters as they are, or as numbers; most lines need no reading to see that neither is there. */
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

/** As the host reads it: what is no JSON ends the sandbox there, and what cannot be read here is not to go on, either. */
function endsRun(text: string): boolean {
  try {
    return (parse(text) as { type?: unknown } | null)?.type === "run-end";
  } catch {
    return true;
  }
}
