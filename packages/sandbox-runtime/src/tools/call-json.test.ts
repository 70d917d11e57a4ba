import { expect, it } from "vitest";
import { KnownTexts } from "./call-json.ts";

const long = "ab".repeat(200_000);
const came = `"\\u0061b${"ab".repeat(199_999)}"`;

it("writes a text of the answer as it came, once the answer is known to be that of the call", () => {
  const json = new KnownTexts(undefined);
  const written = (value: unknown): string =>
    Buffer.concat(Array.from(json.write(value), (piece) => Buffer.from(piece))).toString();
  const { value, texts } = json.read([Buffer.from(`{"text":${came}}`)]);
  expect(value).toEqual({ text: long });
  expect(written(value) === JSON.stringify({ text: long })).toBe(true);
  json.learn(texts);
  expect(written(value) === `{"text":${came}}`).toBe(true);
});

it("reads what is no UTF-8 with a sign in its place, and does not pass its bytes on", () => {
  const json = new KnownTexts(undefined);
  const bytes = Buffer.from(`{"text":"${"x".repeat(300_000)}?"}`);
  bytes[bytes.length - 3] = 0xff;
  const { value, texts } = json.read([bytes.subarray(0, 200_000), bytes.subarray(200_000)]);
  json.learn(texts);
  expect(value).toEqual({ text: `${"x".repeat(300_000)}\ufffd` });
  expect(json.write(value)).toBe(JSON.stringify(value));
});
