// A snapshot of Pyodide's memory after its start, without the pages that are empty then. These are half of all pages,
// and a page that is never written takes no memory.

const pageBytes = 4096;
const numberBytes = 4;
const { set } = Uint8Array.prototype;
/** Pyodide sees WebAssembly's memory as an array of this type. */
const { prototype: signedBytes } = Int8Array;

/** Writes a whole snapshot into a new memory of WebAssembly. */
export type Restore = (memory: Int8Array) => void;

/** What Pyodide is given: an array that begins like the snapshot and has its length. */
export interface UnpackedSnapshot {
  bytes: Uint8Array<ArrayBuffer>;
  restore: Restore;
}

/** Leaves out the pages that are the same in the snapshot and in the memory that it is restored to. */
export function packSnapshot(snapshot: Uint8Array, memory: Int8Array): Uint8Array {
  const head = headBytes(snapshot);
  const content = snapshot.subarray(head);
  const isNeeded = (page: number): boolean => !isEmpty(content, page) || !isEmpty(memory, page);
  const ranges: { page: number; pages: number }[] = [];
  for (let page = 0; page * pageBytes < content.length; page += 1) {
    const last = ranges.at(-1);
    if (!isNeeded(page)) continue;
    if (last && last.page + last.pages === page) last.pages += 1;
    else ranges.push({ page, pages: 1 });
  }
  const numbers = [
    snapshot.length,
    ranges.length,
    ...ranges.flatMap((each) => [each.page, each.pages]),
  ];
  const parts = [
    new Uint8Array(new Uint32Array(numbers).buffer),
    snapshot.subarray(0, head),
    ...ranges.map(({ page, pages }) =>
      content.subarray(page * pageBytes, (page + pages) * pageBytes),
    ),
  ];
  const packed = new Uint8Array(parts.reduce((size, part) => size + part.length, 0));
  let offset = 0;
  for (const part of parts) {
    packed.set(part, offset);
    offset += part.length;
  }
  return packed;
}

export function unpackSnapshot(packed: Uint8Array): UnpackedSnapshot {
  const numbers = new DataView(packed.buffer, packed.byteOffset);
  const numberAt = (index: number): number => numbers.getUint32(index * numberBytes, true);
  const [length, ranges] = [numberAt(0), numberAt(1)];
  const start = (2 + 2 * ranges) * numberBytes;
  const head = headBytes(packed.subarray(start));
  const bytes = new Uint8Array(length);
  bytes.set(packed.subarray(start, start + head));
  return {
    bytes,
    restore(memory) {
      let from = start + head;
      for (let range = 1; range <= ranges; range += 1) {
        const at = numberAt(2 * range) * pageBytes;
        const size = Math.min(numberAt(2 * range + 1) * pageBytes, length - head - at);
        set.call(memory, packed.subarray(from, from + size), at);
        from += size;
      }
    },
  };
}

/** Makes `restore` write the memory, where Pyodide would copy all of `bytes`. Rejects if Pyodide does not do that. */
export async function restoringWith<T>(
  bytes: Uint8Array,
  restore: Restore,
  load: () => Promise<T>,
): Promise<T> {
  let isRestored = false;
  Object.defineProperty(signedBytes, "set", {
    configurable: true,
    value(this: Int8Array, source: Uint8Array, offset?: number) {
      if (source.buffer !== bytes.buffer) return set.call(this, source, offset);
      isRestored = true;
      restore(this);
    },
  });
  try {
    const loaded = await load();
    if (!isRestored)
      throw new Error("Pyodide restores its memory in a way that is not known here.");
    return loaded;
  } finally {
    Reflect.deleteProperty(signedBytes, "set");
  }
}

/**
 * Bytes of Pyodide's own header: references from its memory to the outside. The second number of a snapshot says where
 * it ends.
 */
function headBytes(snapshot: Uint8Array): number {
  return new DataView(snapshot.buffer, snapshot.byteOffset).getUint32(numberBytes, true);
}

function isEmpty(bytes: Uint8Array | Int8Array, page: number): boolean {
  return bytes.subarray(page * pageBytes, (page + 1) * pageBytes).every((byte) => byte === 0);
}
