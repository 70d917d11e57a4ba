import type { InterpreterModule } from "./pyodide-internals.ts";

const pythonStackBytes = 1024 * 1024;

/**
 * Python bounds its recursion by the stack that it sees, which is WebAssembly's. The other one, V8's, ends the
 * interpreter where it ends: of it a level of JSON takes up to thirty times as much.
 */
export function boundRecursion(python: InterpreterModule): void {
  const base = python._emscripten_stack_get_base();
  // Python asks for them anew whenever it changes from one coroutine's stack to another's.
  python._emscripten_stack_set_limits(base, base - pythonStackBytes);
  python.__Py_InitializeRecursionLimits(python._PyThreadState_Get());
}
