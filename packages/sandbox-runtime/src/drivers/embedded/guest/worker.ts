// Runs in a Deno worker: Pyodide and the kernel. Before the first line of user code can run, the only permission that
// there was, to read Pyodide's files, is given back, and the globals that code does not need are withdrawn. Between
// runs this thread stands still: what a run left behind, a task or a timer, goes on with the next one.
import { parentPort, workerData } from "node:worker_threads";
import type { PyodideAPI } from "pyodide";
import { growInPlace, type MemoryFiles } from "./grow-files.ts";
import type { WorkerMessage, WorkerStart } from "./messages.ts";
import { createConsole, takeOutput, writerOf, type NativeOutput } from "./native-output.ts";
import { restoringWith, unpackSnapshot } from "./packed-snapshot.ts";
import { withdrawGlobals } from "./withdraw-globals.ts";

type Receive = (lines: string) => void;

const pythonStackBytes = 1024 * 1024;
// What is used after the globals are withdrawn, and after user code has changed what it can reach of the others.
const { permissions, readFile } = Deno;
if (!parentPort) throw new Error("This runs in a thread.");
const host = parentPort;
const postMessage = host.postMessage.bind(host);
const { parse } = JSON;
const { load, store, wait } = Atomics;
const write = Deno.stdout.writeSync.bind(Deno.stdout);
const encode = TextEncoder.prototype.encode.bind(new TextEncoder());
const Bytes = Uint8Array;
const { get: getBuffer } = Object.getOwnPropertyDescriptor(
  Object.getPrototypeOf(Uint8Array.prototype),
  "buffer",
) as { get: () => ArrayBuffer };
const bufferOf = Function.prototype.call.bind(getBuffer) as (bytes: Uint8Array) => ArrayBuffer;
const includes = Function.prototype.call.bind(String.prototype.includes) as (
  text: string,
  part: string,
) => boolean;
const { min } = Math;
/** What a pipe takes at once: of a longer write, Deno copies the rest each time. */
const pieceBytes = 64 * 1024;
const whileLoading = ["WorkerGlobalScope", "location", "navigator"];
const print = createConsole();
const { error: say } = print;
let receive: Receive | undefined;
const options = workerData as WorkerStart;
const { standstill } = options;

// Code can send messages here, too: they say nothing that it could not say to the kernel itself.
host.on("message", (data: unknown) => {
  if (receive) deliver(data as string, receive);
});

const scope = globalThis as unknown as WorkerScope;
scope.addEventListener("unhandledrejection", (event) => {
  event.preventDefault();
  tellUncaught(event.reason);
});
scope.addEventListener("error", (event) => {
  event.preventDefault();
  tellUncaught(event.error);
});

void start();

/** What a callback of code throws outside of Python is no end of its session. What ends the interpreter comes by another way. */
function tellUncaught(error: unknown): void {
  if (!receive) return fail(error);
  try {
    say("Uncaught", error);
  } catch {
    // A value may fail to be written as text, too.
  }
}

function fail(error: unknown): void {
  post({
    type: "failed",
    reason: error instanceof Error ? `${error.name}: ${error.message}` : String(error),
  });
  // Nothing may run in an interpreter that has ended, until the process ends, too.
  wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
}

function typeOf(line: string): unknown {
  return (parse(line) as { type?: unknown } | null)?.type;
}

function post(message: WorkerMessage): void {
  postMessage(message);
}

function deliver(lines: string, to: Receive): void {
  try {
    to(lines);
  } catch (error) {
    fail(error);
  }
}

async function start(): Promise<void> {
  const { pyodide: folder, control, kernel } = options;
  // First, so that Pyodide takes the place for a browser and holds no module of Node.
  // Deno hides it where the thread is one of Node's.
  Object.assign(globalThis, { self: globalThis, WorkerGlobalScope: Object });
  // Before Pyodide binds it: a file such as /dev/tty leads there.
  Object.assign(globalThis, { console: print });
  withdrawGlobals(whileLoading);
  const { loadPyodide } = (await import(fileUrl(`${folder}/pyodide.mjs`))) as Pyodide;
  const python = await loadPython(loadPyodide, {
    indexURL: fileUrl(`${folder}/`),
    _sysExecutable: "/usr/bin/python3",
  });
  await permissions.revoke({ name: "read" });
  // Places on the host, and what is left of the snapshot.
  for (const name of ["indexURL", "packageBaseUrl", "packageCacheDir", "_loadSnapshot"]) {
    delete python._api.config[name];
  }
  delete python._api.packageManager.installBaseUrl;
  // It imports modules of Node, which would take a Deno that user code made up for the real one.
  delete python._api.initializeNodeSockFS;
  for (const [path, text] of Object.entries(kernel.files)) {
    const target = `/lib/kernel/${path}`;
    python.FS.mkdirTree(target.slice(0, target.lastIndexOf("/")));
    python.FS.writeFile(target, text);
  }
  const { ErrnoError, filesystems } = python.FS as unknown as FileSystem;
  growInPlace(filesystems.MEMFS, ErrnoError, options.memoryBytes);
  boundRecursion(python._module);
  python._api.PythonError = withoutFrames(python._api.PythonError);
  python.runPython("import sys; sys.path.insert(0, '/lib/kernel')");
  python.setInterruptBuffer(control);
  python._api.on_fatal = fail;

  python.setStdin({ error: false, stdin: () => undefined });
  python.setStdout(writerOf("stdout"));
  python.setStderr(writerOf("stderr"));
  const takeNativeOutput = (flush: boolean): NativeOutput => {
    if (flush) python._module._fflush(0);
    return takeOutput();
  };
  const setInterruptible = (running: boolean): void => {
    Atomics.store(control, 0, 0);
    Atomics.store(control, 1, running ? 1 : 0);
  };
  withdrawGlobals();
  post({ type: "loaded" });
  receive = python
    .pyimport("kernel.embedded")
    .boot(writeLine, setInterruptible, takeNativeOutput, kernel.outputLimit) as Receive;
  wait(standstill, 0, 0);
}

/** From the snapshot of its memory where there is one, whose bytes are given back at once: a thread that stands still collects nothing. */
async function loadPython(loadPyodide: LoadPyodide, rest: PyodideOptions): Promise<Python> {
  if (options.snapshot === undefined) return loadPyodide(rest);
  const packed = await readFile(options.snapshot);
  const { bytes, restore } = unpackSnapshot(packed);
  const python = await restoringWith(bytes, restore, () =>
    loadPyodide({ ...rest, _loadSnapshot: bytes }),
  );
  for (const { buffer } of [packed, bytes]) (buffer as TransferableBuffer).transfer(0);
  return python;
}

/** User code reaches this function, too: with a text that is none, it would say other things each time it is asked. */
function writeLine(line: string): void {
  // The host would read two frames where one is looked at here.
  if (typeof line !== "string" || includes(line, "\n")) fail("a frame of more than one line");
  // Looked at first: once it is written, the next run may begin, and nothing may come between this one and the standstill.
  const ends = mayEndRun(line) && endsRun(line);
  const runs = load(standstill, 0);
  const bytes = encode(`${line}\n`);
  const { length } = bytes;
  try {
    for (let written = 0; written < length;) {
      const piece = min(length - written, pieceBytes);
      written += write(new Bytes(bufferOf(bytes), written, piece));
    }
  } finally {
    // Until another run starts: code that would go on does not, and no memory grows. Here, not in a function of its own,
    // for which code may have left no room on the stack.
    if (ends) {
      store(standstill, 1, runs);
      wait(standstill, 0, runs);
    }
  }
}

/** JSON writes these letters as they are, or as numbers; most lines need no reading to see that neither is there. */
function mayEndRun(text: string): boolean {
  return (
    includes(text, "run-end") ||
    includes(text, "\\u002") ||
    includes(text, "\\u006") ||
    includes(text, "\\u007")
  );
}

/** As the host reads it: what is no JSON ends the sandbox there, and what cannot be read here is not to go on, either. */
function endsRun(text: string): boolean {
  try {
    return typeOf(text) === "run-end";
  } catch {
    return true;
  }
}

/**
 * Python bounds its recursion by the stack that it sees, which is WebAssembly's. The other one, V8's, ends the
 * interpreter where it ends: of it a level of JSON takes up to thirty times as much.
 */
function boundRecursion(python: InterpreterModule): void {
  const base = python._emscripten_stack_get_base();
  // Python asks for them anew whenever it changes from one coroutine's stack to another's.
  python._emscripten_stack_set_limits(base, base - pythonStackBytes);
  python.__Py_InitializeRecursionLimits(python._PyThreadState_Get());
}

/**
 * What a Python error is to JavaScript, made without Pyodide's own constructor: that one sets `Error.stackTraceLimit`, which
 * cannot be set here, so that each such error would be another one.
 */
function withoutFrames({ prototype }: PythonErrorClass): PythonErrorClass {
  function PythonError(type: string, message: string, address: number): Error {
    const error = new Error(message);
    Object.setPrototypeOf(error, prototype as object);
    return Object.assign(error, { type, __error_address: address });
  }
  PythonError.prototype = prototype;
  return PythonError as unknown as PythonErrorClass;
}

function fileUrl(path: string): string {
  const forward = path.replaceAll("\\", "/");
  return `file://${forward.startsWith("/") ? "" : "/"}${encodeURI(forward).replaceAll("#", "%23").replaceAll("?", "%3F")}`;
}

/** ECMAScript 2024, which Deno has. */
interface TransferableBuffer extends ArrayBuffer {
  /** Leaves no bytes in this one. */
  transfer(bytes: number): ArrayBuffer;
}

interface FileSystem {
  ErrnoError: new (code: number) => Error;
  filesystems: { MEMFS: MemoryFiles };
}

interface InterpreterModule {
  _fflush(file: number): void;
  _emscripten_stack_get_base(): number;
  _PyThreadState_Get(): number;
  _emscripten_stack_set_limits(base: number, end: number): void;
  __Py_InitializeRecursionLimits(thread: number): void;
}

type PythonErrorClass = new (type: string, message: string, address: number) => Error;

interface PyodideOptions {
  indexURL: string;
  _sysExecutable: string;
  _loadSnapshot?: Uint8Array;
}

type LoadPyodide = (options: PyodideOptions) => Promise<Python>;

interface Pyodide {
  loadPyodide: LoadPyodide;
}

type Python = PyodideAPI & {
  _api: {
    config: Record<string, unknown>;
    packageManager: { installBaseUrl?: string };
    initializeNodeSockFS?: unknown;
    PythonError: PythonErrorClass;
    on_fatal(error: unknown): void;
  };
  _module: InterpreterModule;
};
