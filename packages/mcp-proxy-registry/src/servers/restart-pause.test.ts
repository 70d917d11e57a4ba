import { describe, expect, it } from "vitest";
import { RegistryError } from "../registry-error.ts";
import { createRestartPause } from "./restart-pause.ts";

const crash = (): RegistryError => new RegistryError("server-crashed", "gone");
const failure = new RegistryError("start-failed", "no");

describe("a restart pause", () => {
  it("doubles with every failed start, up to half a minute, and is over after a good one", () => {
    let now = 0;
    const pause = createRestartPause(() => now);
    const lengths: number[] = [];
    for (let attempt = 0; attempt < 7; attempt += 1) {
      pause.failed(failure);
      const begin = now;
      while (pause.error) now += 500;
      lengths.push(now - begin);
    }
    expect(lengths).toEqual([1000, 2000, 4000, 8000, 16_000, 30_000, 30_000]);
    expect(pause.isFailed).toBe(true);
    pause.started();
    expect(pause.isFailed).toBe(false);
    pause.failed(failure);
    now += 1000;
    expect(pause.error).toBeUndefined();
  });

  it("comes with the second crash in a row, grows with the next, and not where calls are answered between", () => {
    let now = 0;
    const pause = createRestartPause(() => now);
    pause.crashed(crash);
    expect(pause.error).toBeUndefined();
    pause.started();
    pause.crashed(crash);
    expect(pause.error).toMatchObject({ code: "server-crashed" });
    now += 1000;
    expect(pause.error).toBeUndefined();
    pause.started();
    pause.crashed(crash);
    now += 1000;
    expect(pause.error).toBeDefined();
    now += 1000;
    expect(pause.error).toBeUndefined();
    pause.started();
    for (let round = 0; round < 5; round += 1) {
      pause.answered();
      pause.crashed(crash);
      expect(pause.error).toBeUndefined();
    }
  });

  it("does not keep back who has to log in", () => {
    const pause = createRestartPause(() => 0);
    pause.failed(new RegistryError("login-required", "log in"));
    expect([pause.error, pause.isFailed]).toEqual([undefined, true]);
  });
});
