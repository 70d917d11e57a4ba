import type { PythonErrorClass } from "./pyodide-internals.ts";

/**
 * JavaScript's representation of a Python error, created without Pyodide's own constructor. That one sets
 * `Error.stackTraceLimit`, which is not possible here, so every Python error would become a different one.
 */
export function withoutFrames({ prototype }: PythonErrorClass): PythonErrorClass {
  function PythonError(type: string, message: string, address: number): Error {
    const error = new Error(message);
    Object.setPrototypeOf(error, prototype as object);
    return Object.assign(error, { type, __error_address: address });
  }
  PythonError.prototype = prototype;
  return PythonError as unknown as PythonErrorClass;
}
