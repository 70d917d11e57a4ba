// Deno's permissions are the boundary. What they do not cover is removed from the globals: new threads, the host's GPU,
// SQLite's temporary files, signals to this process, the host's paths. ECMAScript remains, and what Pyodide and its
// standard library need. A V8 flag forbids generating code from text, so Python cannot get the rest back.
import { withdrawCompiler } from "./withdraw-compiler.ts";

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
 * Removes every other global, and `Error.stackTraceLimit`, since stack frames contain paths of the host. Called again
 * when loading is done and the rest is no longer needed.
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
  // Modules that Deno loads later would trust a `Deno` object that user code made up.
  Object.defineProperty(globalThis, "Deno", { value: undefined });
  // The rest of crypto, such as generating keys, which can take minutes, works in threads that no limit covers.
  const random = {
    getRandomValues: crypto.getRandomValues.bind(crypto),
    randomUUID: crypto.randomUUID.bind(crypto),
  };
  Object.defineProperty(globalThis, "crypto", { value: Object.freeze(random) });
  withdrawCompiler();
}

/** Node's timers, which this kind of worker has, warn about invalid delays with code that needs what was removed. */
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
