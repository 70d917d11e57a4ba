// Parts of Pyodide and its interpreter that we use and that its own types lack.
import type { PyodideAPI } from "pyodide";
import type { MemoryFiles } from "./grow-files.ts";

/** ECMAScript 2024, which Deno has. */
export interface TransferableBuffer extends ArrayBuffer {
  /** Empties this buffer. */
  transfer(bytes: number): ArrayBuffer;
}

export interface FileSystem {
  ErrnoError: new (code: number) => Error;
  filesystems: { MEMFS: MemoryFiles };
}

export interface InterpreterModule {
  _fflush(file: number): void;
  _emscripten_stack_get_base(): number;
  _PyThreadState_Get(): number;
  _emscripten_stack_set_limits(base: number, end: number): void;
  __Py_InitializeRecursionLimits(thread: number): void;
  _emscripten_stack_get_current(): number;
  __pyproxy_apply_promising: unknown;
  promisingApply: (
    ...call: [number, unknown[], number, string[], number, number]
  ) => Promise<unknown>;
  /** Chooses where a call begins on the stack that is in WebAssembly's memory. */
  enterTask(): void;
  /** Whether Python may wait for a promise. */
  validSuspender: { value: boolean };
  /** Where the current call began on that stack. */
  stackStop: number;
}

export type PythonErrorClass = new (type: string, message: string, address: number) => Error;

export interface PyodideOptions {
  indexURL: string;
  _sysExecutable: string;
  _loadSnapshot?: Uint8Array;
}

export type LoadPyodide = (options: PyodideOptions) => Promise<Python>;

export interface Pyodide {
  loadPyodide: LoadPyodide;
}

export type Python = PyodideAPI & {
  _api: {
    config: Record<string, unknown>;
    packageManager: { installBaseUrl?: string };
    initializeNodeSockFS?: unknown;
    PythonError: PythonErrorClass;
    on_fatal(error: unknown): void;
    scheduleCallback: (callback: () => void, milliseconds?: number) => void;
  };
  _module: InterpreterModule;
};
