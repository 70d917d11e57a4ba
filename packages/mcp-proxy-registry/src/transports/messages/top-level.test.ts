import { expect, it } from "vitest";
import { createTopLevelReader } from "./top-level.ts";

const long = "a".repeat(700);
const answer = { jsonrpc: "2.0", result: { id: 5, method: "x", text: `${long}\\"${long}",{` } };

it.each<[string, object, string]>([
  [
    "an answer whose id comes last",
    { isMethod: false, id: 7 },
    JSON.stringify({ ...answer, id: 7 }),
  ],
  [
    "one whose id comes first",
    { isMethod: false, id: "7" },
    JSON.stringify({ id: "7", ...answer }),
  ],
  ["one with a long key", { isMethod: false, id: 1 }, JSON.stringify({ [long]: [], id: 1 })],
  ["one whose last id is none", { isMethod: false, id: undefined }, '{"id":1,"id":{}}'],
  ["a request", { isMethod: true, id: 7 }, JSON.stringify({ method: "m", params: answer, id: 7 })],
  ["a key with an escape", { isMethod: true, id: 1 }, '{"meth\\u006fd":"m","id" : 1 }'],
  [
    "a long key with one",
    { isMethod: true, id: 1 },
    JSON.stringify({ [`${long}\n${long}`]: 1, id: 1 }),
  ],
  ["an empty id", { isMethod: true, id: "" }, '{"method":"m","id":""}'],
  ["an id with escapes", { isMethod: false, id: '\\"é\n,}' }, JSON.stringify({ id: '\\"é\n,}' })],
  ["an id below zero", { isMethod: false, id: -7 }, '{"id": -7 }'],
  ["an id that is broken", { isMethod: false, id: undefined }, String.raw`{"id":"\x"}`],
  ["a batch", { isMethod: false, id: undefined }, JSON.stringify([{ id: 1, method: "m" }])],
])("tells what a message is, however its bytes are cut: %s", (_, told, json) => {
  const line = Buffer.from(json);
  for (const size of [1, 2, 3, 7, 255, 257, 1000, line.length]) {
    const reader = createTopLevelReader();
    for (let at = 0; at < line.length; at += size) reader.read(line.subarray(at, at + size));
    expect(reader.found(), `pieces of ${size}`).toEqual(told);
  }
});
