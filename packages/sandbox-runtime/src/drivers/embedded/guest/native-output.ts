// Output of C code and JavaScript's console. It is written while Python must not be called, so it is kept until Python
// takes it.

export type NativeOutput = [stream: string, data: Uint8Array][];

const maxBytes = 64 * 1024 * 1024;
const encode = TextEncoder.prototype.encode.bind(new TextEncoder());
let waiting: NativeOutput = [];
let room = maxBytes;

/** An output stream for Pyodide: `stdout` or `stderr`. */
export function writerOf(stream: string): { write(buffer: Uint8Array): number } {
  return {
    write(buffer) {
      if (room > 0) waiting.push([stream, buffer.slice(0, room)]);
      room -= buffer.length;
      return buffer.length;
    },
  };
}

export function takeOutput(): NativeOutput {
  const taken = waiting;
  waiting = [];
  room = maxBytes;
  return taken;
}

type Print = (...values: unknown[]) => void;

/** Replaces Deno's console, which writes to the stream of the frames. */
export function createConsole(): Record<
  "log" | "info" | "debug" | "warn" | "error" | "trace",
  Print
> {
  const [out, err] = [printer("stdout"), printer("stderr")];
  return { log: out, info: out, debug: out, warn: err, error: err, trace: err };
}

function printer(stream: string): Print {
  const { write } = writerOf(stream);
  return (...values) => void write(encode(`${values.map(String).join(" ")}\n`));
}
