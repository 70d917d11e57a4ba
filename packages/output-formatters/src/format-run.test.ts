import { decode } from "@toon-format/toon";
import { describe, expect, test } from "vitest";
import { FormatError, formatRun, formatText } from "./index.ts";
import type { OutputMode, RunReport } from "./index.ts";

const modes: OutputMode[] = ["compact", "toon", "json"];

const failed: RunReport = {
  status: "error",
  output: [
    { stream: "stdout", text: "\u001B[32mrow 1\u001B[0m\n" },
    { stream: "stderr", text: "careful\n" },
    { stream: "stdout", text: "row 2\n\n" },
  ],
  error: { type: "ValueError", message: "bad", traceback: "  raise\nValueError: bad\n" },
  notices: ["Output was cut.", ""],
  images: [{ mimeType: "image/png", data: "iVBORw0KGgo=" }],
  durationMs: 12,
};

const factsOfFailed = {
  status: "error",
  stdout: "\u001B[32mrow 1\u001B[0m\nrow 2\n\n",
  stderr: "careful\n",
  error: { type: "ValueError", message: "bad", traceback: "  raise\nValueError: bad\n" },
  notices: ["Output was cut."],
  images: ["image/png"],
};

describe("formatRun", () => {
  test.each(modes)("holds the same exact facts in mode %s", (mode) => {
    expect(formatRun(failed, mode).structuredContent).toStrictEqual(factsOfFailed);
  });

  test("text comes first, then the images", () => {
    expect(formatRun(failed, "compact").content).toStrictEqual([
      {
        type: "text",
        text: "row 1\n[stderr]\ncareful\n[stdout]\nrow 2\n[Output was cut.]\n  raise\nValueError: bad",
      },
      { type: "image", mimeType: "image/png", data: "iVBORw0KGgo=" },
    ]);
  });

  test("has no text block where images say it all", () => {
    const report: RunReport = { status: "ok", output: [], value: "None", images: failed.images };
    expect(formatRun(report, "compact").content.map((block) => block.type)).toStrictEqual([
      "image",
    ]);
    expect(formatRun(report, "json").content.map((block) => block.type)).toStrictEqual([
      "text",
      "image",
    ]);
  });

  test("leaves every empty field out", () => {
    const empty: RunReport = {
      status: "ok",
      output: [{ stream: "stdout", text: "" }],
      value: "",
      error: { type: "", message: "", traceback: "" },
      notices: [],
      images: [],
    };
    expect(formatRun(empty, "compact").structuredContent).toStrictEqual({ status: "ok" });
  });

  test.each([
    ["ok", false],
    ["error", true],
    ["timeout", true],
    ["cancelled", true],
    ["lost", true],
  ] as const)("status %s is an error: %s", (status, isError) => {
    expect(formatRun({ status, output: [] }, "compact").isError).toBe(isError);
  });

  test("text is well-formed Unicode in every mode", () => {
    const half = "\uD83D";
    const report: RunReport = {
      status: "error",
      output: [{ stream: "stdout", text: half }],
      value: half,
      error: { type: half, message: half, traceback: half },
      notices: [half],
      images: [{ mimeType: half, data: "" }],
    };
    for (const mode of modes) {
      const text = formatText(report, mode);
      expect(Buffer.from(text).toString()).toBe(text);
      expect(text).toContain("\uFFFD");
    }
    expect(JSON.stringify(formatRun(report, "json").structuredContent)).not.toContain("\\ud83d");
  });
});

describe("formatText", () => {
  test("json is the facts on one line", () => {
    const text = formatText(failed, "json");
    expect(text).not.toContain("\n");
    expect(JSON.parse(text)).toStrictEqual(factsOfFailed);
  });

  test("toon is the facts in the notation's own words", () => {
    const report: RunReport = {
      status: "ok",
      output: [{ stream: "stdout", text: "row 1" }],
      notices: ["a", "b"],
    };
    expect(formatText(report, "toon")).toBe("status: ok\nstdout: row 1\nnotices[2]: a,b");
    expect(decode(formatText(failed, "toon"))).toStrictEqual(factsOfFailed);
  });

  test.each(["xml", "", "constructor", undefined])(
    "refuses the mode %s, naming the ones there are",
    (mode) => {
      const format = (): string => Reflect.apply(formatText, undefined, [failed, mode]);
      expect(format).toThrow(FormatError);
      expect(format).toThrow(expect.objectContaining({ code: "unknown-mode" }));
      expect(format).toThrow(`"${mode}". Use one of: compact, toon, json.`);
    },
  );
});
