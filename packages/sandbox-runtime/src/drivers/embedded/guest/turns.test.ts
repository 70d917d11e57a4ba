import { setImmediate } from "node:timers/promises";
import { expect, it } from "vitest";
import { createTurns } from "./turns.ts";

/** Pyodide has the call of a turn wait for what it schedules. */
function pyodide(turns: ReturnType<typeof createTurns>): {
  events: string[];
  turn: { callPromising(): Promise<void> };
  schedule: (callback: () => void) => void;
} {
  const events: string[] = [];
  const schedule = turns.scheduleBeside((callback) => {
    events.push("scheduled");
    callback();
  });
  return {
    events,
    schedule,
    turn: {
      async callPromising() {
        await new Promise<void>((resolve) => schedule(resolve));
        events.push("turn");
      },
    },
  };
}

it("begins the turn that lines ask for when they are given, without another turn of JavaScript", async () => {
  const turns = createTurns();
  const { events, turn } = pyodide(turns);
  turns.afterLines(() => {
    turns.take(turn);
    events.push("given");
  });
  await Promise.resolve();
  expect(events).toEqual(["given", "turn"]);
});

it("begins any other turn with the next one of JavaScript", async () => {
  const turns = createTurns();
  const { events, turn } = pyodide(turns);
  turns.take(turn);
  expect(events).toEqual([]);
  await setImmediate();
  expect(events).toEqual(["turn"]);
});

it("leaves what else Pyodide schedules as it is", () => {
  const turns = createTurns();
  const { events, schedule } = pyodide(turns);
  schedule(() => events.push("callback"));
  expect(events).toEqual(["scheduled", "callback"]);
});
