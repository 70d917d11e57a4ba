import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { createDeadline } from "./call-deadline.ts";
import { Closing } from "../cancelling/closing.ts";
import { TimeLimit } from "./time-limit.ts";
import { LoopTurns } from "../cancelling/loop-turns.ts";

const open = new Closing();

describe("a deadline", () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it("comes when the time is up, and not after it was disposed of", () => {
    const deadline = createDeadline(new TimeLimit(1000), undefined, open, new LoopTurns());
    const disposed = createDeadline(new TimeLimit(1000), undefined, open, new LoopTurns());
    disposed.dispose();
    vi.advanceTimersByTime(999);
    expect(deadline.signal.aborted).toBe(false);
    vi.advanceTimersByTime(1);
    expect(deadline.reason).toBe("timeout");
    expect(deadline.signal.aborted).toBe(true);
    expect(disposed.signal.aborted).toBe(false);
  });

  it("stands still while any holds it, and goes on with the time that was left", () => {
    const deadline = createDeadline(new TimeLimit(1000), undefined, open, new LoopTurns());
    vi.advanceTimersByTime(600);
    const first = deadline.hold();
    const second = deadline.hold();
    vi.advanceTimersByTime(10_000);
    first();
    first();
    vi.advanceTimersByTime(10_000);
    second();
    vi.advanceTimersByTime(399);
    expect(deadline.reason).toBeUndefined();
    vi.advanceTimersByTime(1);
    expect(deadline.reason).toBe("timeout");
  });

  it("starts anew, also while it is held", () => {
    const deadline = createDeadline(new TimeLimit(1000), undefined, open, new LoopTurns());
    vi.advanceTimersByTime(900);
    deadline.restart();
    vi.advanceTimersByTime(900);
    const release = deadline.hold();
    deadline.restart();
    vi.advanceTimersByTime(5000);
    release();
    vi.advanceTimersByTime(999);
    expect(deadline.reason).toBeUndefined();
    vi.advanceTimersByTime(1);
    expect(deadline.reason).toBe("timeout");
  });

  it("keeps still when what held it lets go after the call", () => {
    const deadline = createDeadline(new TimeLimit(1000), undefined, open, new LoopTurns());
    const release = deadline.hold();
    deadline.dispose();
    release();
    expect(vi.getTimerCount()).toBe(0);
  });

  it("tells who ended the call", () => {
    const caller = new AbortController();
    const closing = new Closing();
    const cancelled = createDeadline(new TimeLimit(1000), caller.signal, closing, new LoopTurns());
    const closed = createDeadline(new TimeLimit(1000), undefined, closing, new LoopTurns());
    caller.abort();
    closing.close(new Error("over"));
    expect([cancelled.reason, closed.reason]).toEqual(["cancelled", "closed"]);
    cancelled.dispose();
    closed.dispose();
  });
});
