// Writes the kernel's lines to the host. After the line that ends a run, this thread stands still until the next run.

// Functions used here are saved before user code can replace them.
const { parse, stringify } = JSON;
const { load, store, wait } = Atomics;
const write = Deno.stdout.writeSync.bind(Deno.stdout);
const encode = TextEncoder.prototype.encode.bind(new TextEncoder());
const Decoder = TextDecoder;
const decodeBy = Function.prototype.call.bind(TextDecoder.prototype.decode) as (
  decoder: InstanceType<typeof TextDecoder>,
  bytes: Uint8Array,
  options?: { stream: boolean },
) => string;
const Bytes = Uint8Array;
const bufferOf = getterOf("buffer") as (bytes: Uint8Array) => ArrayBuffer;
const offsetOf = getterOf("byteOffset") as (bytes: Uint8Array) => number;
const sizeOf = getterOf("byteLength") as (bytes: Uint8Array) => number;
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
/** Shorter texts are part of the JSON. */
const longTextBytes = 64 * 1024;
const decoding = { ignoreBOM: true, fatal: false };
const takenBack = encode("\x18\n");

/** JSON, as text or as its bytes, and, between each two parts of it, the bytes of a text to be written as a string. */
export type LineParts = (string | Uint8Array)[];

/**
 * @param standstill the run that the host has started, and the one after which this thread stands still
 * @param fail ends the interpreter, for parts that are no lines
 * @returns takes one line or several, each with its line break
 */
export function createLineWriter(
  standstill: Int32Array,
  fail: (error: unknown) => void,
): (...parts: LineParts) => void {
  /** User code can reach this function too: an object in place of a string could read differently each time. */
  return function writeLines(...parts) {
    const { length } = parts;
    // With an empty string in place of each long text. No long text is a name or a value that matters here, and none
    // can end its string: whatever they contain, the lines end a run if these do.
    let lines = "";
    for (let place = 0; place < length; place += 1) {
      const part = parts[place] as Uint8Array;
      if (place % 2 === 0) {
        const json =
          typeof part === "string" ? part : decodeBy(new Decoder("utf-8", decoding), part);
        parts[place] = json;
        lines += json;
      } else {
        if (sizeOf(part) < longTextBytes) fail("a short text by itself");
        lines += '""';
      }
    }
    // In two parts of a frame, the end of a run would not be recognized.
    if (!endsWith(lines, "\n")) fail("a part of a frame");
    // Checked before writing: once the line is written, the next run may start, and nothing may happen between the
    // write and the standstill.
    const ends = mayEndRun(lines) && oneEndsRun(lines);
    const runs = load(standstill, 0);
    try {
      for (let place = 0; place < length; place += 1) {
        const part = parts[place] as string | Uint8Array;
        if (typeof part === "string") {
          const bytes = encode(part);
          writeBytes(bytes, 0, sizeOf(bytes));
        } else writeText(part);
      }
    } catch (error) {
      // As where code has left no room on the stack: the next line would be read as the rest of this one.
      if (length > 1) write(takenBack);
      throw error;
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

/** Writes a text as a string of JSON, piece by piece: the host reads the first ones while others are being encoded. */
function writeText(text: Uint8Array): void {
  const buffer = bufferOf(text);
  const offset = offsetOf(text);
  const size = sizeOf(text);
  const decoder = new Decoder("utf-8", decoding);
  for (let start = 0; start < size; start += pieceBytes) {
    const piece = new Bytes(buffer, offset + start, min(size - start, pieceBytes));
    const json = encode(stringify(decodeBy(decoder, piece, { stream: true })));
    const isLast = start + pieceBytes >= size;
    writeBytes(json, start === 0 ? 0 : 1, sizeOf(json) - (isLast ? 0 : 1));
  }
}

function writeBytes(bytes: Uint8Array, start: number, end: number): void {
  for (let written = start; written < end;) {
    const piece = min(end - written, pieceBytes);
    written += write(new Bytes(bufferOf(bytes), written, piece));
  }
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

function getterOf(name: string): unknown {
  const { prototype } = Object.getPrototypeOf(Uint8Array) as { prototype: object };
  return Function.prototype.call.bind(
    (Object.getOwnPropertyDescriptor(prototype, name) as { get: () => unknown }).get,
  );
}
