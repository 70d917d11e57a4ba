// Runs Pyodide and the kernel in a Deno worker. Before any user code runs, the only permission, to read Pyodide's
// files, is given up, and the globals that code does not need are removed. Between runs this thread stands still: tasks
// and timers that a run left behind continue in the next one.
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
import { reuseStacks } from "./reuse-stacks.ts";
import { restoringWith, unpackSnapshot } from "./packed-snapshot.ts";
import { takingPythonBytes } from "./python-bytes.ts";
import { createTurns } from "./turns.ts";
import { withdrawGlobals } from "./withdraw-globals.ts";
import { withoutFrames } from "./without-frames.ts";

type Receive = (lines: string | ArrayBuffer) => void;

// Saved for use after globals are removed and user code has changed others.
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
const writeLines = takingPythonBytes(createLineWriter(standstill, fail));
const turns = createTurns();

// Code can send messages here too, but nothing that it could not tell the kernel directly.
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
 * An error that a callback of user code throws outside of Python does not end the session. A failure of the interpreter
 * itself is handled elsewhere.
 */
function tellUncaught(error: unknown): void {
  if (!receive) return fail(error);
  try {
    say("Uncaught", error);
  } catch {
    // Converting the value to text may fail too.
  }
}

function fail(error: unknown): void {
  post({
    type: "failed",
    reason: error instanceof Error ? `${error.name}: ${error.message}` : String(error),
  });
  // Until the process ends, nothing may run in an interpreter that has failed.
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
  // First, so that Pyodide assumes a browser and loads no modules of Node.
  // Deno hides these in workers of Node's kind.
  Object.assign(globalThis, { self: globalThis, WorkerGlobalScope: Object });
  // Before Pyodide uses the console: files such as /dev/tty write to it.
  Object.assign(globalThis, { console: print });
  withdrawGlobals(whileLoading);
  const { loadPyodide } = (await import(fileUrl(`${folder}/pyodide.mjs`))) as Pyodide;
  const python = await loadPython(loadPyodide, {
    indexURL: fileUrl(`${folder}/`),
    _sysExecutable: "/usr/bin/python3",
  });
  await permissions.revoke({ name: "read" });
  // Paths of the host, and the rest of the snapshot.
  for (const name of ["indexURL", "packageBaseUrl", "packageCacheDir", "_loadSnapshot"]) {
    delete python._api.config[name];
  }
  delete python._api.packageManager.installBaseUrl;
  // It imports modules of Node, which would trust a `Deno` object that user code made up.
  delete python._api.initializeNodeSockFS;
  for (const [path, text] of Object.entries(kernel.files)) {
    const target = `/lib/kernel/${path}`;
    python.FS.mkdirTree(target.slice(0, target.lastIndexOf("/")));
    python.FS.writeFile(target, text);
  }
  const { ErrnoError, filesystems } = python.FS as unknown as FileSystem;
  growInPlace(filesystems.MEMFS, ErrnoError, options.memoryBytes);
  boundRecursion(python._module);
  const releaseStacks = reuseStacks(python._module);
  python._api.PythonError = withoutFrames(python._api.PythonError);
  python.runPython("import sys; sys.path.insert(0, '/lib/kernel')");
  python.setInterruptBuffer(control);
  python._api.on_fatal = fail;
  python._api.scheduleCallback = turns.scheduleBeside(python._api.scheduleCallback);

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
    // What a run's code filled of them would be kept while a session is idle.
    if (!running) releaseStacks();
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
 * Loads Pyodide from the snapshot of its memory, if there is one. The snapshot's bytes are freed at once, since no
 * garbage is collected while a thread stands still.
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
