// Runs in a Deno worker: Pyodide and the kernel. Before the first line of user code can run, the only permission that
// there was, to read Pyodide's files, is given back, and the globals that code does not need are withdrawn. Between
// runs this thread stands still: what a run left behind, a task or a timer, goes on with the next one.
import { parentPort } from "node:worker_threads";
import type { PyodideAPI } from "pyodide";
import { growInPlace, type MemoryFiles } from "./grow-files.ts";
import type { WorkerLines, WorkerMessage, WorkerStart } from "./messages.ts";
import { withdrawGlobals } from "./withdraw-globals.ts";

type Receive = (lines: string) => void;

const nativeOutputBytes = 64 * 1024 * 1024;
const pythonStackBytes = 1024 * 1024;
// What is used after the globals are withdrawn, and after user code has changed what it can reach of the others.
const { permissions, readFile } = Deno;
if (!parentPort) throw new Error("This runs in a thread.");
const host = parentPort;
const postMessage = host.postMessage.bind(host);
const { parse } = JSON;
const { store, wait } = Atomics;
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
let receive: Receive | undefined;
let standstill: WorkerStart["standstill"];
let messagesTaken = 0;
let inRun = false;
let started = false;

host.on("message", (data: unknown) => {
  if (!started) {
    started = true;
    void start(data as WorkerStart);
    return;
  }
  messagesTaken += 1;
  if (!receive) return;
  const { lines, startsRun } = data as WorkerLines;
  inRun ||= startsRun;
  deliver(lines, receive);
  if (!inRun) standStill();
});

(globalThis as unknown as WorkerScope).addEventListener("unhandledrejection", (event) => {
  event.preventDefault();
  fail(event.reason);
});

function fail(error: unknown): void {
  post({
    type: "failed",
    reason: error instanceof Error ? `${error.name}: ${error.message}` : String(error),
  });
  // Nothing may run in an interpreter that has ended, until the process ends, too.
  wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
}

/** Until there is a message that has not been taken; code that would go on does not, and no memory grows. */
function standStill(): void {
  store(standstill, 1, messagesTaken);
  wait(standstill, 0, messagesTaken);
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

async function start(options: WorkerStart): Promise<void> {
  const { pyodide: folder, snapshot, control, kernel } = options;
  ({ standstill } = options);
  // First, so that Pyodide takes the place for a browser and holds no module of Node.
  // Deno hides it where the thread is one of Node's.
  Object.assign(globalThis, { self: globalThis, WorkerGlobalScope: Object });
  withdrawGlobals(whileLoading);
  const { loadPyodide } = (await import(fileUrl(`${folder}/pyodide.mjs`))) as Pyodide;
  const python = await loadPyodide({
    indexURL: `${folder}/`,
    _sysExecutable: "/usr/bin/python3",
    ...(snapshot && { _loadSnapshot: await readFile(snapshot) }),
  });
  await permissions.revoke({ name: "read" });
  // Places on the host, and the snapshot's bytes, which nobody needs any more.
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
  python.runPython("import sys; sys.path.insert(0, '/lib/kernel')");
  python.setInterruptBuffer(control);
  python._api.on_fatal = fail;

  // C code writes while Python may not be called, so what it writes waits until Python takes it.
  let native: [stream: string, data: Uint8Array][] = [];
  let room = nativeOutputBytes;
  const keep = (stream: string): { write: (buffer: Uint8Array) => number } => ({
    write(buffer) {
      if (room > 0) native.push([stream, buffer.slice(0, room)]);
      room -= buffer.length;
      return buffer.length;
    },
  });
  python.setStdin({ error: false, stdin: () => undefined });
  python.setStdout(keep("stdout"));
  python.setStderr(keep("stderr"));
  const takeNativeOutput = (flush: boolean): typeof native => {
    if (flush) python._module._fflush(0);
    const taken = native;
    native = [];
    room = nativeOutputBytes;
    return taken;
  };
  const setInterruptible = (running: boolean): void => {
    Atomics.store(control, 0, 0);
    Atomics.store(control, 1, running ? 1 : 0);
  };
  withdrawGlobals();
  const print =
    (stream: string) =>
    (...values: unknown[]): void =>
      void keep(stream).write(encode(`${values.map(String).join(" ")}\n`));
  const [out, err] = [print("stdout"), print("stderr")];
  const console = { log: out, info: out, debug: out, warn: err, error: err, trace: err };
  Object.assign(globalThis, { console });
  // Deno's own console writes where the frames go.
  Object.assign(python._module, { print: out, printErr: err });
  post({ type: "loaded" });
  receive = python
    .pyimport("kernel.embedded")
    .boot(writeLine, setInterruptible, takeNativeOutput, kernel.outputLimit) as Receive;
  standStill();
}

/** User code reaches this function, too: with a text that is none, it would say other things each time it is asked. */
function writeLine(line: string): void {
  // The host would read two frames where one is looked at here.
  if (typeof line !== "string" || includes(line, "\n")) fail("a frame of more than one line");
  const bytes = encode(`${line}\n`);
  const { length } = bytes;
  for (let written = 0; written < length;) {
    const piece = min(length - written, pieceBytes);
    written += write(new Bytes(bufferOf(bytes), written, piece));
  }
  if (!mayEndRun(line) || !endsRun(line)) return;
  inRun = false;
  standStill();
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

/** As the host reads it: what is no JSON ends the sandbox there. */
function endsRun(text: string): boolean {
  try {
    return typeOf(text) === "run-end";
  } catch {
    return false;
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

function fileUrl(path: string): string {
  const forward = path.replaceAll("\\", "/");
  return `file://${forward.startsWith("/") ? "" : "/"}${encodeURI(forward).replaceAll("#", "%23").replaceAll("?", "%3F")}`;
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

interface Pyodide {
  loadPyodide(options: {
    indexURL: string;
    _sysExecutable: string;
    _loadSnapshot?: Uint8Array;
  }): Promise<
    PyodideAPI & {
      _api: {
        config: Record<string, unknown>;
        packageManager: { installBaseUrl?: string };
        initializeNodeSockFS?: unknown;
        on_fatal(error: unknown): void;
      };
      _module: InterpreterModule;
    }
  >;
}
