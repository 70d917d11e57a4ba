// Deno's permissions are the boundary. What they do not guard is taken out of reach: new threads, the host's GPU,
// SQLite's temporary files, signals to the own process, the paths of the host. This leaves ECMAScript and what
// Pyodide and its standard library call; no code can be made from text either (a V8 flag), so Python has no way back.

const kept: ReadonlySet<string> = new Set(
  `
  Object Function Number parseFloat parseInt Infinity NaN undefined Boolean String Symbol Date Promise RegExp Error
  AggregateError EvalError RangeError ReferenceError SyntaxError TypeError URIError SuppressedError globalThis JSON
  Math Intl Temporal ArrayBuffer SharedArrayBuffer Atomics DataView Uint8Array Int8Array Uint16Array Int16Array
  Uint32Array Int32Array BigUint64Array BigInt64Array Uint8ClampedArray Float16Array Float32Array Float64Array Array
  Map BigInt Set Iterator WeakMap WeakSet WeakRef Proxy Reflect FinalizationRegistry DisposableStack
  AsyncDisposableStack decodeURI decodeURIComponent encodeURI encodeURIComponent escape unescape eval isFinite isNaN
  WebAssembly self console queueMicrotask setTimeout clearTimeout setInterval clearInterval setImmediate
  clearImmediate structuredClone atob btoa crypto performance TextEncoder TextDecoder URL URLSearchParams DOMException
  AbortController AbortSignal Event EventTarget MessageChannel MessagePort Blob File FormData Headers Request Response
  fetch ReadableStream WritableStream TransformStream
  `
    .trim()
    .split(/\s+/),
);

const longestDelay = 2 ** 31 - 1;

/**
 * Takes every other global away, and `Error.stackTraceLimit`: stack frames name the files of the host. Called once more
 * when nothing is needed for loading any longer.
 */
export function withdrawGlobals(stillNeeded: readonly string[] = []): void {
  for (const name of Reflect.ownKeys(globalThis)) {
    if (typeof name === "symbol" || kept.has(name) || stillNeeded.includes(name)) continue;
    if (!Reflect.deleteProperty(globalThis, name)) throw new Error(`${name} cannot be withdrawn`);
  }
  Object.defineProperty(Error, "stackTraceLimit", {
    value: 0,
    writable: false,
    configurable: false,
  });
  if (stillNeeded.length > 0) return;
  for (const name of ["setTimeout", "setInterval"] as const) boundDelay(name);
  // What Deno loads later would take one that user code made up for its own.
  Object.defineProperty(globalThis, "Deno", { value: undefined });
  // The rest of it, keys that take minutes to make for one, works in threads that no limit reaches.
  const random = {
    getRandomValues: crypto.getRandomValues.bind(crypto),
    randomUUID: crypto.randomUUID.bind(crypto),
  };
  Object.defineProperty(globalThis, "crypto", { value: Object.freeze(random) });
}

/** Node's timers, which a worker of its kind has, warn of a delay that is none, by code that needs what was withdrawn. */
function boundDelay(name: "setTimeout" | "setInterval"): void {
  const start = globalThis[name] as (
    callback: unknown,
    delay: number,
    ...values: unknown[]
  ) => unknown;
  const bounded = (callback: unknown, delay?: unknown, ...values: unknown[]): unknown => {
    const asked = Number(delay);
    return start(callback, asked >= 1 && asked <= longestDelay ? asked : 1, ...values);
  };
  Object.defineProperty(globalThis, name, { value: bounded });
}
