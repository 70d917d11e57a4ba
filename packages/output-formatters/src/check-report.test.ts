import { expect, it } from "vitest";
import { formatRun, formatText } from "./format-run.ts";
import type { RunReport } from "./run-report.ts";

const wrong = (value: unknown): never => value as never;
const ok = { status: "ok", output: [] };

it.each<[string, unknown, RegExp]>([
  ["none", undefined, /The report is undefined: it must be an object/],
  ["without output", { status: "ok" }, /output is not what it must be: an array of/],
  ["with output as one text", { status: "ok", output: "hello" }, /output is not/],
  ["with another status", { status: "success", output: [] }, /status is not .* ok, error, timeout/],
  ["with a value that is no text", { ...ok, value: 42 }, /value is not .* a string/],
  ["with an error as a text", { ...ok, status: "error", error: "boom" }, /error is not .* \{type/],
  ["with one notice", { ...ok, notices: "cut" }, /notices is not .* an array of strings/],
  ["with an empty image", { ...ok, images: [{}] }, /images is not .* \{mimeType, data\}/],
])("a report %s is refused in every mode", (_, report, message) => {
  for (const mode of ["compact", "toon", "json"] as const) {
    for (const format of [formatRun, formatText]) {
      let error: unknown;
      try {
        format(wrong(report), mode);
      } catch (caught) {
        error = caught;
      }
      expect(error).toMatchObject({
        name: "FormatError",
        code: "invalid-report",
        message: expect.stringMatching(message),
      });
    }
  }
});

it("null is a field that was left out, as JSON has it", () => {
  const nulls = { value: null, error: null, notices: null, images: null, durationMs: null };
  expect(formatRun(wrong({ ...ok, ...nulls }), "compact")).toEqual(
    formatRun(ok as unknown as RunReport, "compact"),
  );
});
