import type { InterpreterModule } from "./pyodide-internals.ts";

// Saved for use after user code may have changed them.
const { Module, Instance, promising, Suspending } = (
  globalThis as unknown as { WebAssembly: StackSwitching }
).WebAssembly;
const Later = Promise;
const soon = queueMicrotask;

/** A stack is used for so many calls. Then its memory is returned, for code may have filled many megabytes of it. */
const callsOfStack = 50;

/**
 * A module of WebAssembly, since no frame of JavaScript may be on a stack that is to wait:
 *
 * ```wat
 * (func (export "run") (param $stack externref)
 *   (loop $again
 *     (call $enter (local.get $stack))
 *     (call $leave (local.get $stack)
 *       (call $apply (ref.null extern)
 *         (call $number (i32.const 0)) (call $object (i32.const 0)) (call $number (i32.const 1))
 *         (call $object (i32.const 1)) (call $number (i32.const 2)) (call $number (i32.const 3))))
 *     (br_if $again (call $next (local.get $stack)))))
 * ```
 */
const loop =
  "AGFzbQEAAAABJAZgAW8Bf2ABbwBgAX8Bf2ABfwFvYAdvf29/b39/AW9gAm9vAAI+BgFzBG5leHQAAAFzBWVudGVyAAEBcwZudW1iZXIAAgFzBm9iamVjdAAD" +
  "AXMFYXBwbHkABAFzBWxlYXZlAAUDAgEBBwcBA3J1bgAGCjEBLwADQCAAEAEgANBvQQAQAkEAEANBARACQQEQA0ECEAJBAxACEAQQBSAAEAANAAsL";

interface StackSwitching {
  Module: new (bytes: Uint8Array) => object;
  Instance: new (module: object, imports: object) => { exports: { run: unknown } };
  promising(run: unknown): (stack: Stack) => Promise<void>;
  Suspending: new (wait: (stack: Stack) => Promise<number>) => unknown;
}

/** What Pyodide calls Python with: function, arguments, their number, names, number of those, place of the error. */
type Call = [number, unknown[], number, string[], number, number];

interface Stack {
  callsLeft: number;
  /** The number of releases before it was made. */
  releases: number;
  /** The call that it makes, or is about to make. */
  call: Call;
  resolve(result: unknown): void;
  reject(error: unknown): void;
  /** Ends its wait: 1 if there is another call, 0 if it is to end. */
  resume(next: number): void;
}

/**
 * Makes the calls of Python that may wait for a promise in the stack of an earlier one. V8 keeps no stack as large as
 * ours for the next call, and to map one takes longer than a short call.
 * Returns what has no call made any more in a stack that exists by then.
 */
export function reuseStacks(python: InterpreterModule): () => void {
  let idle: Stack | undefined;
  let releases = 0;
  let entered: Call | undefined;
  /** Whether a stack was resumed that has not begun its call, which it does in a turn of promises. */
  let isComing = false;
  /** What came meanwhile, and must not overtake it. */
  let waiting: (() => void)[] = [];

  const run = promising(
    new Instance(new Module(Uint8Array.from(atob(loop), (letter) => letter.charCodeAt(0))), {
      s: {
        apply: python.__pyproxy_apply_promising,
        // What Pyodide does before a call, at once before this one.
        enter(stack: Stack) {
          isComing = false;
          python.enterTask();
          python.validSuspender.value = true;
          python.stackStop = python._emscripten_stack_get_current();
          entered = stack.call;
          if (waiting.length > 0) soon(startWaiting);
        },
        number: (index: number) => entered?.[numbers[index] ?? 0],
        object: (index: number) => entered?.[objects[index] ?? 0],
        leave(stack: Stack, result: unknown) {
          python.validSuspender.value = false;
          stack.resolve(result);
        },
        next: new Suspending(
          (stack) =>
            new Later((resolve) => {
              stack.callsLeft -= 1;
              if (idle || stack.callsLeft === 0 || stack.releases !== releases) return resolve(0);
              stack.resume = resolve;
              idle = stack;
            }),
        ),
      },
    }).exports.run,
  );

  function start(call: Call, resolve: Stack["resolve"], reject: Stack["reject"]): void {
    if (isComing) {
      waiting.push(() => start(call, resolve, reject));
      return;
    }
    const stack = idle;
    if (stack) {
      idle = undefined;
      isComing = true;
      stack.call = call;
      stack.resolve = resolve;
      stack.reject = reject;
      stack.resume(1);
      return;
    }
    const begun = { callsLeft: callsOfStack, releases, call, resolve, reject, resume() {} };
    run(begun).catch((error: unknown) => begun.reject(error));
  }

  function startWaiting(): void {
    const all = waiting;
    waiting = [];
    for (const each of all) each();
  }

  python.promisingApply = (...call) => new Later((resolve, reject) => start(call, resolve, reject));

  return () => {
    releases += 1;
    idle?.resume(0);
    idle = undefined;
  };
}

const numbers = [0, 2, 4, 5];
const objects = [1, 3];
