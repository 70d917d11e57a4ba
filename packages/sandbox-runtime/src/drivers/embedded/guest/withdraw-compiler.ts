// V8 compiles functions that are called often once more, in threads that continue while this one stands still, and one
// function can take minutes and gigabytes. So code can have no WebAssembly of its own compiled. Pyodide itself is
// compiled by then; for each callback that ctypes makes, it needs a module that only passes the calls on.

const sectionOfCode = 10;
const headerBytes = 8;

// Saved before user code can replace it.
const Bytes = Uint8Array;

/** Removes whatever compiles WebAssembly, except for modules without functions of their own. */
export function withdrawCompiler(): void {
  const { Module, CompileError } = WebAssembly;
  function WithoutCode(source: ArrayBuffer): object {
    // The same bytes or a copy of them, whatever user code has made of the object.
    const bytes = new Bytes(source);
    if (hasCode(bytes)) throw new CompileError("WebAssembly is not compiled here");
    return new Module(bytes);
  }
  WithoutCode.prototype = Module.prototype;
  Object.defineProperty(Module.prototype, "constructor", { value: WithoutCode });
  Object.defineProperty(WebAssembly, "Module", { value: WithoutCode });
  for (const name of ["compile", "compileStreaming", "instantiate", "instantiateStreaming"]) {
    if (!Reflect.deleteProperty(WebAssembly, name)) throw new Error(`${name} cannot be withdrawn`);
  }
}

/**
 * True as well if the bytes are no module: the sections are read as V8 reads them. Up to the first byte that is absent,
 * since user code can give all arrays another `length`.
 */
function hasCode(bytes: Uint8Array): boolean {
  for (let place = headerBytes; bytes[place] !== undefined;) {
    if (bytes[place] === sectionOfCode) return true;
    place += 1;
    let size = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = bytes[place];
      if (byte === undefined || shift > 28) return true;
      place += 1;
      size += (byte & 0x7f) * 2 ** shift;
      if (byte < 0x80) break;
    }
    place += size;
  }
  return false;
}
