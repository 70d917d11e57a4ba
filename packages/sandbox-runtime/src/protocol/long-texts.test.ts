import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type LongTexts, readLongTexts } from "./long-texts.ts";

const kinds = {
  plain: "x",
  "in two bytes": "é",
  "in four bytes": "🎉",
  quoted: '"',
  "backslashes alone": "\\",
  escaped: "\n",
  "control characters": "\u0001",
  "half characters": "\ud83d",
  "JSON within": '{"a":"b\\\\"}',
};

/** As Python writes it: in ASCII. */
function inAscii(json: string): string {
  return json.replace(
    /[\u0080-\uffff]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}

/** Read in pieces that end at these places, and at the end. */
function read(
  json: string | Buffer,
  cuts: readonly number[] = [],
): { value: unknown; texts: LongTexts; looked: string[] } {
  const line = Buffer.from(json);
  const ends = [0, ...cuts.toSorted((a, b) => a - b), line.length];
  const pieces = ends.slice(1).map((end, index) => line.subarray(ends[index], end));
  const texts: LongTexts = new Map();
  const looked: string[] = [];
  const value = readLongTexts(pieces, texts, (shown) => looked.push(shown));
  return { value, texts, looked };
}

/** Pieces of so many bytes. */
function every(size: number, length: number): number[] {
  return Array.from({ length: Math.floor(length / size) }, (_, index) => (index + 1) * size);
}

describe("readLongTexts", () => {
  it.each(Object.entries(kinds))("reads what JSON.parse reads: %s", (_, unit) => {
    for (const before of ["", "a", "ab", "abc"]) {
      const text = before + unit.repeat(270_000 / unit.length);
      const written = { before: "1", text, list: [text, 2, { [text]: null }], after: [[]] };
      for (const json of [JSON.stringify(written, null, 1), inAscii(JSON.stringify(written))]) {
        for (const cuts of [[], every(65_537, Buffer.byteLength(json))]) {
          const { value, texts, looked } = read(json, cuts);
          expect(JSON.stringify(value) === JSON.stringify(written)).toBe(true);
          // As a key it is read with all else.
          const came = texts.get(text);
          if (came) expect(JSON.parse(Buffer.concat(came).toString()) === text).toBe(true);
          expect(looked).toHaveLength(1);
        }
      }
    }
  });

  it.each(Object.entries(kinds))("reads a text of several megabytes: %s", (_, unit) => {
    for (const before of ["", "a", "ab", "abcde"]) {
      const text = before + unit.repeat(1_200_000 / unit.length);
      for (const json of [JSON.stringify({ text }), inAscii(JSON.stringify({ text }))]) {
        const { value, texts } = read(json, every(70_001, Buffer.byteLength(json)));
        expect((value as { text: string }).text === text).toBe(true);
        expect(texts.size).toBe(1);
      }
    }
  });

  it("refuses what is no UTF-8, within a text and around it, wherever a piece ends", () => {
    const line = Buffer.from(`{"é":"${"é".repeat(600_000)}","ü":1}`);
    const text = line.indexOf(Buffer.from("éé"));
    for (const place of [2, 3, text, text + 1, text + 500_000, text + 1_048_576, line.length - 5]) {
      for (const byte of [0xff, 0x41]) {
        const changed = Buffer.from(line);
        if (changed[place] === byte || changed[place] === 0x22) continue;
        changed[place] = byte;
        for (const cuts of [[], [place], [place + 1], every(65_536, line.length)]) {
          expect(() => read(changed, cuts), `${byte} at ${place}`).toThrow(TypeError);
        }
      }
    }
  });

  it("remembers the bytes that a text came as, and shows the rest without it", () => {
    const text = `\\u0061${"a".repeat(300_000)}`;
    const line = Buffer.from(`{"id":1,"text" : "${text}" ,"n":[1,"short"]}`);
    const { value, texts, looked } = read(line);
    expect(value).toEqual({ id: 1, text: "a".repeat(300_001), n: [1, "short"] });
    expect([...texts.values()].map((pieces) => Buffer.concat(pieces).toString())).toEqual([
      `"${text}"`,
    ]);
    expect(looked[0]?.length).toBeLessThan(200);
  });

  it("refuses what JSON.parse refuses, and reads the same of what it does not", () => {
    const text = `${"plain ".repeat(60_000)}\\n\\u00e9\\\\ ${"more".repeat(20_000)}`;
    const line = Buffer.from(`{"a":"${text}","b":["c",1]}`);
    const byte = fc.oneof(fc.constantFrom(0x22, 0x5c, 0x0a, 0x1f, 0x75), fc.nat(0x7f));
    // Most of a line is plain: a change there, at the escapes, and at the ends of the line.
    const places = [0, 5, 6, 65_535, 65_536, text.indexOf("\\"), text.length + 5, text.length + 7];
    const place = fc
      .tuple(fc.constantFrom(...places), fc.nat(12))
      .map(([near, more]) => Math.min(line.length - 1, near + more));
    const someChanges = fc.array(fc.tuple(place, byte), { minLength: 1, maxLength: 3 });
    fc.assert(
      fc.property(someChanges, fc.array(place, { maxLength: 6 }), (changes, cuts) => {
        const changed = Buffer.from(line);
        for (const [at, to] of changes) changed[at] = to;
        let wanted: string | undefined;
        try {
          wanted = JSON.stringify(JSON.parse(changed.toString()));
        } catch {
          expect(() => read(changed, cuts)).toThrow(SyntaxError);
          return;
        }
        expect(JSON.stringify(read(changed, cuts).value) === wanted).toBe(true);
      }),
      { numRuns: 300 },
    );
  });

  it("reads what lies deep beside a long text, and a text whose key is that of the prototype", () => {
    const text = "x".repeat(300_000);
    const deep = `${"[".repeat(50_000)}"${text}"${"]".repeat(50_000)}`;
    const { value, texts } = read(`{"__proto__":"${text}","deep":${deep}}`);
    expect(Object.getOwnPropertyDescriptor(value, "__proto__")?.value === text).toBe(true);
    let inner = (value as { deep: unknown }).deep;
    while (Array.isArray(inner)) inner = inner[0] as unknown;
    expect(inner === text).toBe(true);
    expect(texts.size).toBe(1);
  });

  it("reads a line whole that holds much beside its long texts", () => {
    const written = {
      text: "x".repeat(300_000),
      rows: Array.from({ length: 60_000 }, (_, n) => n),
    };
    const { value, texts } = read(JSON.stringify(written));
    expect(value).toEqual(written);
    expect(texts.size).toBe(0);
  });
});
