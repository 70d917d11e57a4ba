import type { InterpreterModule } from "./pyodide-internals.ts";

const pythonStackBytes = 1024 * 1024;

/**
 * Limits Python's recursion. Python checks only WebAssembly's stack. Overflowing V8's stack ends the interpreter, and a
 * level of JSON can take thirty times as much of that one.
 */
export function boundRecursion(python: InterpreterModule): void {
  const base = python._emscripten_stack_get_base();
  // Python reads these limits again whenever it switches from one coroutine's stack to another's.
  python._emscripten_stack_set_limits(base, base - pythonStackBytes);
  python.__Py_InitializeRecursionLimits(python._PyThreadState_Get());
}
