import { expect, it } from "vitest";
import { createEventEnds } from "./event-ends.ts";

const read = (...pieces: string[]): ReturnType<ReturnType<typeof createEventEnds>["read"]>[] => {
  const events = createEventEnds();
  return pieces.map((piece) => events.read(Buffer.from(piece)));
};

it("finds the ends of events whichever way their lines end", () => {
  for (const end of ["\n", "\r", "\r\n"]) {
    const text = `data: 1${end}${end}data: 2${end}${end}data`;
    expect(read(text)).toEqual([{ ended: 2, lines: 4, first: 7 + 2 * end.length, rest: 4 }]);
  }
});

it("finds an end that comes in pieces, and takes a pair of signs for one end", () => {
  expect(read("data: 1\r", "\n", "\r", "\n")).toEqual([
    { ended: 0, lines: 1, first: 0, rest: 8 },
    { ended: 0, lines: 0, first: 0, rest: 1 },
    { ended: 1, lines: 1, first: 1, rest: 0 },
    { ended: 0, lines: 0, first: 1, rest: 0 },
  ]);
  expect(read("\r\n\r", "\ndata: 1\r\n\r\nd")).toEqual([
    { ended: 2, lines: 2, first: 2, rest: 0 },
    { ended: 1, lines: 2, first: 12, rest: 1 },
  ]);
});
