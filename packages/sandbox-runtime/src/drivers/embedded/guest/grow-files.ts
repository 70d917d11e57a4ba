// Pyodide's files lie in JavaScript's memory. Its own way to let one grow is to copy it into a larger array, again and
// again, which costs several times the file's size until the collector comes by.

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

/** From a mebibyte on, a file grows where it is; beyond `maxBytes` there is no space left. */
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
