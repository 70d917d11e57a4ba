import { decode } from "@toon-format/toon";
import { expect, test } from "vitest";
import { formatRun, formatText } from "./index.ts";
import type { RunReport, RunStatus } from "./index.ts";

// Pieces that encodings trip over: quotes, brackets, numbers, key-like lines, control and odd characters.
const pieces: [string, ...string[]] = [
  "a",
  "42",
  "-0",
  "1e5",
  "true",
  "null",
  "None",
  "key: value",
  "- item",
  "[3]: x",
  "{}",
  "[]",
  '"',
  "\\",
  "\\n",
  ",",
  "|",
  "\t",
  " ",
  "  ",
  "\n",
  "\n\n",
  "\r",
  "\r\n",
  "\u0000",
  "\u001B[31m",
  "\u001B]",
  "\u0007",
  "\u0085",
  "\u2028",
  "\uFEFF",
  "\u00E9",
  "\u{1F600}",
  "\uD83D",
  "\uDE00",
  "[stderr]",
  "[timed out]",
  "__proto__",
  "#",
];
const streams: ["stdout", "stderr"] = ["stdout", "stderr"];
const statuses: [RunStatus, ...RunStatus[]] = ["ok", "error", "timeout", "cancelled", "lost"];

/** A seeded generator (mulberry32), so that a failure can be had again. */
function seededRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

function randomReport(seed: number): RunReport {
  const random = seededRandom(seed);
  const below = (limit: number): number => Math.floor(random() * limit);
  const pick = <Item>(items: readonly [Item, ...Item[]]): Item =>
    items[below(items.length)] ?? items[0];
  const text = (): string => Array.from({ length: below(6) }, () => pick(pieces)).join("");
  const some = <Item>(make: () => Item): Item[] => Array.from({ length: below(5) }, make);
  const maybe = <Fields>(fields: Fields): Fields | undefined =>
    random() < 0.5 ? fields : undefined;
  return {
    status: pick(statuses),
    output: some(() => ({ stream: pick(streams), text: text() })),
    ...maybe({ value: text() }),
    ...maybe({ error: { type: text(), message: text(), ...maybe({ traceback: text() }) } }),
    ...maybe({ notices: some(text) }),
    ...maybe({ images: some(() => ({ mimeType: "image/png", data: "iVBORw0KGgo=" })) }),
  };
}

const reports = Array.from({ length: 2000 }, (_, seed) => ({ seed, report: randomReport(seed) }));

test("json text and toon text hold exactly the structured content", () => {
  for (const { seed, report } of reports) {
    const { structuredContent } = formatRun(report, "json");
    expect(JSON.parse(formatText(report, "json")), `seed ${seed}`).toStrictEqual(structuredContent);
    expect(decode(formatText(report, "toon")), `seed ${seed}`).toStrictEqual(structuredContent);
  }
});

test("structured content holds every printed character of either stream", () => {
  for (const { seed, report } of reports) {
    const { stdout = "", stderr = "" } = formatRun(report, "compact").structuredContent;
    const printed = (stream: string): string =>
      report.output.map((chunk) => (chunk.stream === stream ? chunk.text : "")).join("");
    expect(Buffer.from(String(stdout)), `seed ${seed}`).toStrictEqual(
      Buffer.from(printed("stdout")),
    );
    expect(Buffer.from(String(stderr)), `seed ${seed}`).toStrictEqual(
      Buffer.from(printed("stderr")),
    );
  }
});

test("compact text holds every printed line of either stream in its order", () => {
  for (let seed = 0; seed < 500; seed += 1) {
    const random = seededRandom(seed);
    const output = Array.from({ length: 12 }, (_, index) => ({
      stream: random() < 0.7 ? ("stdout" as const) : ("stderr" as const),
      text: `line ${index}: ${random()}\n`,
    }));
    const lines = formatText({ status: "error", output }, "compact").split("\n");
    const printed = lines.filter((line) => line.startsWith("line "));
    expect(printed, `seed ${seed}`).toStrictEqual(output.map((chunk) => chunk.text.trimEnd()));
  }
});

test("compact text is never blank where there is no image, and never has terminal control", () => {
  for (const { seed, report } of reports) {
    const text = formatText(report, "compact");
    const shown = report.images?.length ? "an image" : text.trim();
    expect(shown, `seed ${seed}`).not.toBe("");
    expect(text, `seed ${seed}`).not.toMatch(/[^\P{Cc}\t\n]/u);
  }
});
