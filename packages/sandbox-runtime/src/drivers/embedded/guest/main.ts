// Runs in Deno, not in Node. This thread stays free while Python works in the worker: it passes the host's lines on,
// interrupts a loop that does not listen, and ends the process when the host goes away.
import type { WorkerMessage, WorkerStart } from "./messages.ts";

const interruptAfterMs = 100;
const files = JSON.parse(Deno.args[0] ?? "{}") as Pick<WorkerStart, "pyodide" | "snapshot">;
const control = new Int32Array(new SharedArrayBuffer(8));
const worker = new Worker(new URL(import.meta.url.replace(/main\.(\w+)$/, "worker.$1")), {
  type: "module",
});
let started = false;
let interrupting: ReturnType<typeof setTimeout> | undefined;

worker.addEventListener("error", (event) => {
  event.preventDefault();
  end(event.message);
});
worker.addEventListener("message", ({ data }) => end((data as WorkerMessage).failed));

let parts: Uint8Array[] = [];
for await (const chunk of Deno.stdin.readable) {
  let start = 0;
  for (;;) {
    const end = chunk.indexOf(0x0a, start);
    parts.push(chunk.subarray(start, end === -1 ? chunk.length : end));
    if (end === -1) break;
    pass(new TextDecoder().decode(concatenate(parts)));
    parts = [];
    start = end + 1;
  }
}
Deno.exit(0);

function end(reason: string): never {
  console.error(reason);
  Deno.exit(70);
}

function pass(line: string): void {
  if (!started) {
    started = true;
    const kernel = JSON.parse(line) as WorkerStart["kernel"];
    return worker.postMessage({ ...files, control, kernel } satisfies WorkerStart);
  }
  if (line.startsWith('{"type":"run-interrupt"')) {
    // Code that waits is cancelled by the message itself; code that is busy, through memory.
    interrupting = setTimeout(() => {
      if (Atomics.load(control, 1) === 1) Atomics.store(control, 0, 2);
    }, interruptAfterMs);
  } else if (line.startsWith('{"type":"run-start"')) {
    clearTimeout(interrupting);
  }
  worker.postMessage(line);
}

function concatenate(chunks: Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(chunks.reduce((size, chunk) => size + chunk.length, 0));
  let offset = 0;
  for (const chunk of chunks) {
    whole.set(chunk, offset);
    offset += chunk.length;
  }
  return whole;
}
