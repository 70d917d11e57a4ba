import { describe, expect, it } from "vitest";
import type { CallDeadline } from "./call-deadline.ts";
import { type CallUnderWay, createCallsUnderWay } from "./calls-under-way.ts";

/** A deadline that counts who holds it. */
function countedDeadline(): { deadline: CallDeadline; held: () => number } {
  let held = 0;
  const { signal } = new AbortController();
  const hold = (): (() => void) => {
    held += 1;
    return () => void (held -= 1);
  };
  const deadline = { signal, reason: undefined, restart: () => {}, hold, dispose: () => {} };
  return { deadline, held: () => held };
}

const callOf = (context: string): CallUnderWay => ({
  deadline: countedDeadline().deadline,
  context,
});

describe("calls under way", () => {
  it("stand still from the first question to the end of the last, also those that come meanwhile", () => {
    const calls = createCallsUnderWay();
    const early = countedDeadline();
    const late = countedDeadline();
    calls.add({ deadline: early.deadline });
    const first = calls.openQuestion();
    const second = calls.openQuestion();
    calls.add({ deadline: late.deadline });
    expect([early.held(), late.held()]).toEqual([1, 1]);
    first.end();
    first.end();
    expect([early.held(), late.held()]).toEqual([1, 1]);
    second.end();
    expect([early.held(), late.held()]).toEqual([0, 0]);
  });

  it("withdraw a question when the last of those that may have asked is over", () => {
    const calls = createCallsUnderWay();
    const unasked = calls.openQuestion();
    expect(unasked.contexts).toEqual([]);
    const [one, two, later] = [callOf("one"), callOf("two"), callOf("later")];
    calls.add(one);
    calls.add(two);
    const question = calls.openQuestion();
    expect(question.contexts).toEqual(["one", "two"]);
    calls.add(later);
    calls.delete(one);
    expect(question.signal.aborted).toBe(false);
    calls.delete(two);
    expect(question.signal.aborted).toBe(true);
    expect(unasked.signal.aborted).toBe(false);
  });

  it("hear the log, each of them", () => {
    const calls = createCallsUnderWay();
    const heard: unknown[] = [];
    const { deadline } = countedDeadline();
    calls.add({
      deadline,
      onLog: () => {
        throw new Error("deaf");
      },
    });
    const call: CallUnderWay = { deadline, onLog: ({ data }) => void heard.push(data) };
    calls.add(call);
    calls.log({ level: "info", data: "a" });
    calls.delete(call);
    calls.log({ level: "info", data: "b" });
    expect(heard).toEqual(["a"]);
  });
});
