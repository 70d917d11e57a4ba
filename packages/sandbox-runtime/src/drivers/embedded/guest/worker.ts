// Runs in a Deno worker: Pyodide and the kernel. Before the first line of user code can run, the only permission that
// there was, to read Pyodide's files, is given back.
import type { WorkerMessage, WorkerStart } from "./messages.ts";

type Receive = (line: string) => void;

const nativeOutputBytes = 64 * 1024 * 1024;
const encoder = new TextEncoder();
const early: string[] = [];
let receive: Receive | undefined;

self.addEventListener("message", ({ data }) => {
  if (typeof data !== "string") void start(data as WorkerStart);
  else if (receive) deliver(data, receive);
  else early.push(data);
});

self.addEventListener("unhandledrejection", (event) => {
  event.preventDefault();
  fail(event.reason);
});

function fail(error: unknown): void {
  self.postMessage({
    failed: error instanceof Error ? `${error.name}: ${error.message}` : String(error),
  } satisfies WorkerMessage);
}

function deliver(line: string, to: Receive): void {
  try {
    to(line);
  } catch (error) {
    fail(error);
  }
}

async function start({ pyodide: folder, snapshot, control, kernel }: WorkerStart): Promise<void> {
  const { loadPyodide } = (await import(fileUrl(`${folder}/pyodide.mjs`))) as Pyodide;
  const python = await loadPyodide({
    indexURL: `${folder}/`,
    ...(snapshot && { _loadSnapshot: await Deno.readFile(snapshot) }),
  });
  await Deno.permissions.revoke({ name: "read" });
  for (const [path, text] of Object.entries(kernel.files)) {
    const target = `/lib/kernel/${path}`;
    python.FS.mkdirTree(target.slice(0, target.lastIndexOf("/")));
    python.FS.writeFile(target, text);
  }
  python.runPython("import sys; sys.path.insert(0, '/lib/kernel')");
  python.setInterruptBuffer(control);

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
  receive = python
    .pyimport("kernel.embedded")
    .boot(writeLine, setInterruptible, takeNativeOutput, kernel.outputLimit) as Receive;
  for (const line of early.splice(0)) deliver(line, receive);
}

function writeLine(line: string): void {
  const bytes = encoder.encode(`${line}\n`);
  for (let written = 0; written < bytes.length;) {
    written += Deno.stdout.writeSync(bytes.subarray(written));
  }
}

function fileUrl(path: string): string {
  const forward = path.replaceAll("\\", "/");
  return `file://${forward.startsWith("/") ? "" : "/"}${encodeURI(forward).replaceAll("#", "%23").replaceAll("?", "%3F")}`;
}

interface Pyodide {
  loadPyodide(options: {
    indexURL: string;
    _loadSnapshot?: Uint8Array;
  }): Promise<import("pyodide").PyodideAPI & { _module: { _fflush(file: number): void } }>;
}
