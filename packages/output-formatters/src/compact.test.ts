import { describe, expect, test } from "vitest";
import { formatText } from "./index.ts";
import type { OutputChunk, RunReport } from "./index.ts";

const out = (text: string): OutputChunk => ({ stream: "stdout", text });
const err = (text: string): OutputChunk => ({ stream: "stderr", text });

const traceback = [
  "Traceback (most recent call last):",
  '  File "<cell 2>", line 3, in <module>',
  "    total = sum(row['sales'] for row in rows)",
  "            ~~~^^^^^^^",
  "KeyError: 'sales'",
].join("\n");
const keyError = { type: "KeyError", message: "'sales'", traceback: `${traceback}\n` };
const image = { mimeType: "image/png", data: "iVBORw0KGgo=" };

const cases: [name: string, report: RunReport, text: string][] = [
  ["stdout is bare", { status: "ok", output: [out("a\n"), out("b\n")] }, "a\nb"],
  ["a line in pieces is one line", { status: "ok", output: [out("a"), out("b\nc")] }, "ab\nc"],
  [
    "blanks and blank lines inside stay",
    { status: "ok", output: [out("\n  a \n\n b\n")] },
    "\n  a \n\n b",
  ],
  ["newlines at the end go", { status: "ok", output: [out("a\n\n\n")] }, "a"],
  ["the value follows the output", { status: "ok", output: [out("a\n")], value: "42" }, "a\n42"],
  [
    "output without newline is no part of the value",
    { status: "ok", output: [out("a")], value: "42" },
    "a\n42",
  ],
  ["None is not shown", { status: "ok", output: [out("a\n")], value: "None" }, "a"],
  ["the text 'None' is shown", { status: "ok", output: [], value: "'None'" }, "'None'"],
  ["a silent run says so", { status: "ok", output: [] }, "(no output)"],
  ["None alone is silence", { status: "ok", output: [], value: "None" }, "(no output)"],
  ["blanks alone are silence", { status: "ok", output: [out("  \n\n")] }, "(no output)"],
  ["images alone speak for themselves", { status: "ok", output: [], images: [image] }, ""],
  ["images do not silence the text", { status: "ok", output: [out("a\n")], images: [image] }, "a"],
  ["an empty list of images is silence", { status: "ok", output: [], images: [] }, "(no output)"],
  ["no duration", { status: "ok", output: [out("a\n")], durationMs: 12 }, "a"],
  ["stderr has a label", { status: "ok", output: [err("careful\n")] }, "[stderr]\ncareful"],
  [
    "labels stand where the stream changes",
    { status: "ok", output: [out("a\n"), err("w1\n"), err("w2\n"), out("b\n")] },
    "a\n[stderr]\nw1\nw2\n[stdout]\nb",
  ],
  [
    "a label before a value under stderr",
    { status: "ok", output: [out("a\n"), err("careful\n")], value: "42" },
    "a\n[stderr]\ncareful\n[value]\n42",
  ],
  [
    "the other stream does not cut a line in two",
    { status: "ok", output: [out("loading "), err("careful\n"), out("done\n")] },
    "loading done\n[stderr]\ncareful",
  ],
  [
    "a progress bar among prints is one line",
    {
      status: "ok",
      output: [err("\r 10%"), out("a\n"), err("\r 60%"), out("b\n"), err("\r100%\n")],
    },
    "[stderr]\n100%\n[stdout]\na\nb",
  ],
  [
    "a progress bar that wiped itself is nothing",
    { status: "ok", output: [out("a\n"), err("\r 10%"), err("\r    \r"), out("b\n")] },
    "a\nb",
  ],
  [
    "printed labels do not change where ours stand",
    { status: "ok", output: [out("[stderr]\n")], value: "42" },
    "[stderr]\n42",
  ],
  [
    "partial output of a failed run, then the traceback",
    { status: "error", output: [out("row 1\n")], error: keyError },
    `row 1\n${traceback}`,
  ],
  ["a traceback alone", { status: "error", output: [], error: keyError }, traceback],
  [
    "an error without traceback",
    { status: "error", output: [], error: { type: "ValueError", message: "no such region" } },
    "ValueError: no such region",
  ],
  [
    "an error without message",
    { status: "error", output: [], error: { type: "StopIteration", message: "" } },
    "StopIteration",
  ],
  [
    "a traceback whose last line is missing is completed",
    {
      status: "error",
      output: [],
      error: { type: "KeyError", message: "'a'", traceback: "  line 1\n" },
    },
    "  line 1\nKeyError: 'a'",
  ],
  [
    "notices stand between the value and the traceback, one line each",
    {
      status: "error",
      output: [out("a\n")],
      notices: ["Output was cut.", "Run\n it again. "],
      error: keyError,
    },
    `a\n[Output was cut.]\n[Run it again.]\n${traceback}`,
  ],
  [
    "lines of a notice that are sentences stay such",
    {
      status: "ok",
      output: [],
      notices: ["It exited with code 3\nIts last lines:\nno token\nTo try it: run"],
    },
    "[It exited with code 3. Its last lines: no token. To try it: run]",
  ],
  ["empty notices are nothing", { status: "ok", output: [out("a\n")], notices: ["", " \n"] }, "a"],
  [
    "a notice is not silence",
    { status: "ok", output: [], notices: ["State was lost."] },
    "[State was lost.]",
  ],
  [
    "partial output of a run that timed out",
    { status: "timeout", output: [out("row 1\n"), out("row")], durationMs: 300_012 },
    "row 1\nrow\n[timed out after 300 s]",
  ],
  ["short time", { status: "timeout", output: [], durationMs: 1_520 }, "[timed out after 1.5 s]"],
  ["a time-out without a duration", { status: "timeout", output: [] }, "[timed out]"],
  [
    "a time-out that a notice tells is told once",
    {
      status: "timeout",
      output: [],
      notices: ["timed out after 300 s; variables are kept"],
      durationMs: 300_012,
    },
    "[timed out after 300 s; variables are kept]",
  ],
  [
    "a time-out with the traceback of the interrupt",
    {
      status: "timeout",
      output: [],
      notices: ["Variables are kept."],
      error: {
        type: "KeyboardInterrupt",
        message: "",
        traceback: "  time.sleep(9)\nKeyboardInterrupt",
      },
    },
    "[timed out]\n[Variables are kept.]\n  time.sleep(9)\nKeyboardInterrupt",
  ],
  ["cancelled", { status: "cancelled", output: [out("a\n")] }, "a\n[cancelled]"],
  [
    "cancelled, told by a notice",
    { status: "cancelled", output: [], notices: ["Cancelled; variables are kept."] },
    "[Cancelled; variables are kept.]",
  ],
  ["lost", { status: "lost", output: [out("a\n")] }, "a\n[the sandbox died]"],
  [
    "lost, and the error tells it",
    {
      status: "lost",
      output: [out("a\n")],
      error: { type: "OutOfMemory", message: "The limit is 512m." },
    },
    "a\nOutOfMemory: The limit is 512m.",
  ],
  [
    "lost, and a notice tells it",
    { status: "lost", output: [], notices: ["The sandbox ran out of memory (512m)."] },
    "[The sandbox ran out of memory (512m).]",
  ],
  ["failed without an error", { status: "error", output: [out("a\n")] }, "a\n[failed]"],
  [
    "colours go everywhere",
    {
      status: "error",
      output: [out("\u001B[31mred\u001B[0m\n")],
      notices: ["\u001B[1mcut\u001B[0m"],
      error: { type: "E", message: "x", traceback: "\u001B[35mE\u001B[0m: x" },
    },
    "red\n[cut]\nE: x",
  ],
  [
    "halves of a character in two chunks are joined, a lone half is replaced",
    { status: "ok", output: [out("\uD83D"), out("\uDE00 \uD83D\n")] },
    "\u{1F600} \uFFFD",
  ],
];

describe("compact text", () => {
  test.each(cases)("%s", (_name, report, text) => {
    expect(formatText(report, "compact")).toBe(text);
  });
});
