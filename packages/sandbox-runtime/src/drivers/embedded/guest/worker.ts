// Runs in a Deno worker: Pyodide and the kernel. Before the first line of user code can run, the only permission that
// there was, to read Pyodide's files, is given back, and the globals that code does not need are withdrawn. Between
// runs this thread stands still: what a run left behind, a task or a timer, goes on with the next one.
import type { PyodideAPI } from "pyodide";
import { growInPlace, type MemoryFiles } from "./grow-files.ts";
import type { WorkerMessage, WorkerStart } from "./messages.ts";
import { withdrawGlobals } from "./withdraw-globals.ts";

type Receive = (line: string) => void;

const nativeOutputBytes = 64 * 1024 * 1024;
// What is used after the globals are withdrawn, and after user code has changed what it can reach of the others.
const { permissions, readFile } = Deno;
const { postMessage } = self;
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
const newline = 10;
const whileLoading = ["WorkerGlobalScope", "location", "navigator"];
let receive: Receive | undefined;
let standstill: WorkerStart["standstill"];
let linesTaken = 0;
let inRun = false;

self.addEventListener("message", ({ data }) => {
  if (typeof data !== "string") {
    void start(data as WorkerStart);
    return;
  }
  linesTaken += 1;
  if (!receive) return;
  inRun ||= typeOf(data) === "run-start";
  deliver(data, receive);
  if (!inRun) standStill();
});

self.addEventListener("unhandledrejection", (event) => {
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

/** Until there is a line that has not been taken; code that would go on does not, and no memory grows. */
function standStill(): void {
  store(standstill, 1, linesTaken);
  wait(standstill, 0, linesTaken);
}

function typeOf(line: string): unknown {
  return (parse(line) as { type?: unknown } | null)?.type;
}

function post(message: WorkerMessage): void {
  postMessage(message);
}

function deliver(line: string, to: Receive): void {
  try {
    to(line);
  } catch (error) {
    fail(error);
  }
}

async function start(options: WorkerStart): Promise<void> {
  const { pyodide: folder, snapshot, control, kernel } = options;
  ({ standstill } = options);
  // First, so that Pyodide takes the place for a browser and holds no module of Node.
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

function writeLine(line: string): void {
  const bytes = encode(`${line}\n`);
  const { length } = bytes;
  // The host would read two frames where one is looked at here.
  for (let place = 0; place < length - 1; place += 1) {
    if (bytes[place] === newline) return fail("a frame of more than one line");
  }
  for (let written = 0; written < length;) {
    written += write(new Bytes(bufferOf(bytes), written));
  }
  if (!endsRun(line)) return;
  inRun = false;
  standStill();
}

/** As the host reads it: what is no JSON ends the sandbox there. */
function endsRun(text: string): boolean {
  try {
    return typeOf(text) === "run-end";
  } catch {
    return false;
  }
}

function fileUrl(path: string): string {
  const forward = path.replaceAll("\\", "/");
  return `file://${forward.startsWith("/") ? "" : "/"}${encodeURI(forward).replaceAll("#", "%23").replaceAll("?", "%3F")}`;
}

interface FileSystem {
  ErrnoError: new (code: number) => Error;
  filesystems: { MEMFS: MemoryFiles };
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
      _module: { _fflush(file: number): void };
    }
  >;
}
