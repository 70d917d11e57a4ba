import type { PythonErrorClass } from "./pyodide-internals.ts";

/**
 * What a Python error is to JavaScript, made without Pyodide's own constructor: that one sets `Error.stackTraceLimit`, which
 * cannot be set here, so that each such error would be another one.
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
