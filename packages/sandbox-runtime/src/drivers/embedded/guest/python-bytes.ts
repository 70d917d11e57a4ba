// Pyodide converts Python's texts character by character, which takes longer than writing them. Long ones come as bytes
// instead, which are read where they are.
import type { LineParts } from "./line-writer.ts";

/** What Pyodide passes for Python's bytes. */
interface PythonBytes {
  getBuffer(type: "u8"): { readonly data: Uint8Array; release(): void };
}

/** What Python calls to write lines: with one text, or with bytes. */
export function takingPythonBytes(
  write: (...parts: LineParts) => void,
): (first: string | PythonBytes, ...others: PythonBytes[]) => void {
  return (first, ...others) => {
    if (typeof first === "string") return write(first);
    const buffers = [first, ...others].map((bytes) => bytes.getBuffer("u8"));
    try {
      write(...buffers.map(({ data }) => data));
    } finally {
      for (const buffer of buffers) buffer.release();
    }
  };
}
