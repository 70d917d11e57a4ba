// Runs in a Deno worker: Pyodide and the kernel. Before the first line of user code can run, the only permission that
// there was, to read Pyodide's files, is given back, and the globals that code does not need are withdrawn. Between
// runs this thread stands still: what a run left behind, a task or a timer, goes on with the next one.
import { parentPort, workerData } from "node:worker_threads";
import { boundRecursion } from "./bound-recursion.ts";
import { growInPlace } from "./grow-files.ts";
import { createLineWriter } from "./line-writer.ts";
import type { WorkerMessage, WorkerStart } from "./messages.ts";
import { createConsole, takeOutput, writerOf, type NativeOutput } from "./native-output.ts";
import type {
  FileSystem,
  LoadPyodide,
  Pyodide,
  PyodideOptions,
  Python,
  TransferableBuffer,
} from "./pyodide-internals.ts";
import { restoringWith, unpackSnapshot } from "./packed-snapshot.ts";
import { createTurns } from "./turns.ts";
import { withdrawGlobals } from "./withdraw-globals.ts";
import { withoutFrames } from "./without-frames.ts";

type Receive = (lines: string | ArrayBuffer) => void;

// What is used after the globals are withdrawn, and after user code has changed what it can reach of the others.
const { permissions, readFile } = Deno;
if (!parentPort) throw new Error("This runs in a thread.");
const host = parentPort;
const postMessage = host.postMessage.bind(host);
const { wait } = Atomics;
const whileLoading = ["WorkerGlobalScope", "location", "navigator"];
const print = createConsole();
const { error: say } = print;
let receive: Receive | undefined;
const options = workerData as WorkerStart;
const { standstill } = options;
const writeLines = createLineWriter(standstill, fail);
const turns = createTurns();

// Code can send messages here, too: they say nothing that it could not say to the kernel itself.
host.on("message", (data: unknown) => {
  if (receive) deliver(data as string | ArrayBuffer, receive);
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

/**
 * What a callback of code throws outside of Python is no end of its session. What ends the interpreter comes by another
 * way.
 */
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

function post(message: WorkerMessage): void {
  postMessage(message);
}

function deliver(lines: string | ArrayBuffer, to: Receive): void {
  try {
    turns.afterLines(() => to(lines));
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
    .boot(
      writeLines,
      setInterruptible,
      takeNativeOutput,
      turns.take,
      kernel.outputLimit,
    ) as Receive;
  wait(standstill, 0, 0);
}

/**
 * From the snapshot of its memory where there is one, whose bytes are given back at once: a thread that stands still
 * collects nothing.
 */
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

function fileUrl(path: string): string {
  const forward = path.replaceAll("\\", "/");
  return `file://${forward.startsWith("/") ? "" : "/"}${encodeURI(forward).replaceAll("#", "%23").replaceAll("?", "%3F")}`;
}
