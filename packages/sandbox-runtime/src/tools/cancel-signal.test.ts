import { expect, it } from "vitest";
import { CancelSource } from "./cancel-signal.ts";

it("tells each listener once, and is an AbortSignal for whoever asks for one", () => {
  const source = new CancelSource();
  const early = source.signal;
  const told: unknown[] = [];
  const tell = (): unknown => told.push(source.reason);
  const gone = (): unknown => told.push("gone");
  for (const listener of [tell, tell, gone]) source.addEventListener("abort", listener);
  source.removeEventListener("abort", gone);
  early.addEventListener("abort", () => told.push(early.reason));
  source.throwIfAborted();
  source.abort();
  source.abort("again");
  source.addEventListener("abort", gone);
  expect(source.reason).toMatchObject({ name: "AbortError" });
  expect(told).toEqual([source.reason, source.reason]);
  expect(source.signal).toBe(early);
  expect(() => source.throwIfAborted()).toThrow("aborted");
});

it("is aborted for whoever asks late", () => {
  const source = new CancelSource();
  source.abort("early");
  expect(source.signal).toMatchObject({ aborted: true, reason: "early" });
});
