import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { parseSandboxFrame } from "./parse-sandbox-frame.ts";

const fixtures = JSON.parse(
  readFileSync(
    new URL("../../../../sandbox/protocol/sandbox-frames.json", import.meta.url),
    "utf8",
  ),
) as { accepted: unknown[]; refused: unknown[] };

describe("parseSandboxFrame", () => {
  it.each(fixtures.accepted.map((frame) => [JSON.stringify(frame), frame]))(
    "takes %s",
    (line, frame) => {
      expect(parseSandboxFrame(line)).toEqual(frame);
    },
  );

  it.each(fixtures.refused.map((frame) => [JSON.stringify(frame)]))("refuses %s", (line) => {
    expect(() => parseSandboxFrame(line)).toThrow(Error);
  });

  it.each([["not JSON"], [""], ['{"type":"ready","python":"3"'], ["\u0000"]])(
    "refuses %j",
    (line) => {
      expect(() => parseSandboxFrame(line)).toThrow(Error);
    },
  );

  it("refuses a long line that is no UTF-8, in its long text and elsewhere", () => {
    const line = Buffer.from(
      `{"type":"output","run":"r","stream":"stdout","text":"${"x".repeat(400_000)}"}`,
    );
    expect(parseSandboxFrame([line])).toMatchObject({ type: "output", run: "r" });
    for (const place of [26, 200_000]) {
      const changed = Buffer.from(line);
      changed[place] = 0xff;
      expect(() => parseSandboxFrame([changed])).toThrow(TypeError);
    }
    expect(() => parseSandboxFrame([Buffer.alloc(500_000, 0xc3)])).toThrow(TypeError);
  });
});
