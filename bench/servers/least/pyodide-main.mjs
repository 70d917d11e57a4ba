// Pyodide in a thread of Deno, as the embedded sandbox has it, and nothing else: this thread passes the lines on.
const worker = new Worker(new URL("pyodide-worker.mjs", import.meta.url), { type: "module" });
const started = Promise.withResolvers();
worker.onmessage = started.resolve;
worker.postMessage(Deno.args);
await started.promise;
Deno.stdout.writeSync(new TextEncoder().encode("ready\n"));
const decoder = new TextDecoder();
let rest = "";
for await (const chunk of Deno.stdin.readable) {
  const text = rest + decoder.decode(chunk, { stream: true });
  const end = text.lastIndexOf("\n");
  rest = text.slice(end + 1);
  if (end !== -1) worker.postMessage(text.slice(0, end));
}
Deno.exit();
