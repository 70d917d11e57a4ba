// Pyodide's files are in JavaScript's memory. By default it grows a file by copying it into a larger array, again and
// again, which takes several times the file's size until the garbage collector runs.

const copiedBytes = 1024 * 1024;
const smallestBytes = 256;
const noSpaceLeft = 51;

/** ECMAScript 2024, which Deno has. */
interface GrowingBuffer extends ArrayBuffer {
  readonly resizable: boolean;
  resize(bytes: number): void;
}
const ResizableBuffer = ArrayBuffer as unknown as new (
  bytes: number,
  options?: { maxByteLength: number },
) => GrowingBuffer;

export interface MemoryFile {
  contents: Uint8Array<ArrayBuffer>;
  usedBytes: number;
}

export interface MemoryFiles {
  expandFileStorage(file: MemoryFile, bytes: number): void;
}

/** Makes files larger than one MiB grow in place. Beyond `maxBytes`, writing fails with "no space left". */
export function growInPlace(
  files: MemoryFiles,
  ErrnoError: new (code: number) => Error,
  maxBytes: number,
): void {
  files.expandFileStorage = (file, bytes) => {
    const held = file.contents.length;
    if (held >= bytes) return;
    if (bytes > maxBytes) throw new ErrnoError(noSpaceLeft);
    const more = held < copiedBytes ? held * 2 : Math.ceil(held * 1.125);
    const size = Math.min(maxBytes, Math.max(bytes, more, smallestBytes));
    const buffer = file.contents.buffer as GrowingBuffer;
    if (buffer.resizable) return buffer.resize(size);
    const old = file.contents.subarray(0, file.usedBytes);
    const larger =
      size < copiedBytes
        ? new ResizableBuffer(size)
        : new ResizableBuffer(size, { maxByteLength: maxBytes });
    file.contents = new Uint8Array(larger);
    file.contents.set(old);
  };
}
