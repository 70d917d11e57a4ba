import { describe, expect, it } from "vitest";
import { abortSignalOf, type CancelSignal, CancelSource } from "./cancel-signal.ts";

interface Cancelled {
  signal: CancelSignal;
  abort(reason: unknown): void;
}

const kinds: Record<string, () => Cancelled> = {
  "an AbortSignal"() {
    const controller = new AbortController();
    return { signal: controller.signal, abort: (reason) => controller.abort(reason) };
  },
  "a cancel source"() {
    const signal = new CancelSource();
    return { signal, abort: (reason) => signal.abort(reason) };
  },
  "an AbortSignal of a cancel source"() {
    const source = new CancelSource();
    return { signal: abortSignalOf(source), abort: (reason) => source.abort(reason) };
  },
};

describe.each(Object.entries(kinds))("%s", (_, create) => {
  it("tells each listener once, with the first reason", () => {
    const { signal, abort } = create();
    const told: unknown[] = [];
    const tell = (): unknown => told.push(signal.reason);
    const gone = (): unknown => told.push("gone");
    for (const listener of [tell, tell, gone]) signal.addEventListener("abort", listener);
    signal.removeEventListener("abort", gone);
    signal.throwIfAborted();
    expect(signal.aborted).toBe(false);
    abort("first");
    abort("second");
    signal.addEventListener("abort", gone);
    expect(told).toEqual(["first"]);
    expect(signal.aborted).toBe(true);
    expect(() => signal.throwIfAborted()).toThrow("first");
  });
});

it("an AbortSignal is its own, and one of what was aborted before is aborted", () => {
  const { signal } = new AbortController();
  expect(abortSignalOf(signal)).toBe(signal);
  const source = new CancelSource();
  source.abort("early");
  expect(abortSignalOf(source)).toMatchObject({ aborted: true, reason: "early" });
});
