import * as fc from "fast-check";
import { expect, it } from "vitest";
import { sandboxFrameSchema } from "./parse-sandbox-frame.ts";
import { frameLimits, plainFrame } from "./plain-frame.ts";

/** Texts about as long as a limit. */
const near = (limit: number): fc.Arbitrary<string> =>
  fc.constantFrom("", "x", "x".repeat(limit), "x".repeat(limit + 1));
const anything = fc.oneof(fc.jsonValue(), fc.constantFrom(-0, 2 ** 53, 1.5, "stdout", "ok"));
const record = fc.oneof(
  fc.dictionary(fc.string(), fc.jsonValue()),
  fc.constant(JSON.parse('{"__proto__": {"polluted": true}, "a": 1}')),
);
/** What it says for `key`, or anything, or nothing at all. */
const mostly = (value: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> =>
  fc.oneof({ weight: 12, arbitrary: value }, anything, fc.constant(undefined));
const more = fc.oneof(
  { weight: 6, arbitrary: fc.constant({}) },
  fc.constantFrom({ extra: 1 }, { reports: ["log"] }, { error: { type: "E", message: "m" } }),
  fc.constant(JSON.parse('{"__proto__": 1}')),
);
const forms: readonly Record<string, fc.Arbitrary<unknown>>[] = [
  {
    type: fc.constant("call"),
    id: fc.oneof(fc.nat(), fc.integer()),
    run: near(frameLimits.runId),
    method: near(frameLimits.shortText),
    params: record,
  },
  {
    type: fc.constant("output"),
    run: near(frameLimits.runId),
    stream: fc.constantFrom("stdout", "stderr", "stdin"),
    text: fc.string(),
  },
  {
    type: fc.constant("run-end"),
    id: near(frameLimits.runId),
    status: fc.constantFrom("ok", "ok", "error"),
    value: near(frameLimits.longText),
  },
];

/** Frames and what is nearly one, as JSON brings them. */
const frames = fc.oneof(
  ...forms.map((form) =>
    fc
      .tuple(
        fc.record(Object.fromEntries(Object.entries(form).map(([key, of]) => [key, mostly(of)]))),
        more,
      )
      .map(([frame, others]): unknown => {
        const text = JSON.stringify(frame);
        const rest = JSON.stringify(others).slice(1);
        return JSON.parse(rest === "}" || text === "{}" ? text : `${text.slice(0, -1)},${rest}`);
      }),
  ),
  anything,
);

it("takes nothing that the schema refuses, and gives what the schema gives", () => {
  let taken = 0;
  fc.assert(
    fc.property(frames, (value) => {
      const plain = plainFrame(value);
      if (plain === undefined) return;
      taken += 1;
      const { success, data } = sandboxFrameSchema.safeParse(value);
      expect(success).toBe(true);
      expect(plain).toStrictEqual(data);
      expect(JSON.stringify(plain)).toBe(JSON.stringify(data));
    }),
    { numRuns: 5_000 },
  );
  expect(taken).toBeGreaterThan(500);
});
