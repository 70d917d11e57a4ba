import { expect, test } from "vitest";
import { segmentWords } from "./segment-words.ts";
import { splitIdentifier } from "./split-identifier.ts";

test.each([
  ["getHTTPResponse_v2", ["get", "HTTP", "Response", "v2"]],
  ["list-all.things", ["list", "all", "things"]],
  ["parseURLsOfPDFs", ["parse", "URLs", "Of", "PDFs"]],
  ["DNSserver", ["DN", "Sserver"]],
  ["XMLHttpRequest", ["XML", "Http", "Request"]],
  ["naïveÉtat", ["naïve", "État"]],
  ["__proto__", ["proto"]],
  ["", []],
])("splits %s", (identifier, parts) => {
  expect(splitIdentifier(identifier)).toEqual(parts);
});

test.each([
  ["Create an Issue!", ["create", "an", "issue"]],
  ["on GitHub", ["on", "github", "git", "hub"]],
  ["getS3Object", ["gets3object", "get", "s3", "object"]],
  ["SHA256Hash", ["sha256hash", "sha256", "hash"]],
  ["café Łódź", ["cafe", "łodz"]],
  ["天气预报", ["天气", "气预", "预报"]],
  ["用GitHub查", ["用", "github", "git", "hub", "查"]],
  ["ＡＢＣ", ["abc"]],
  ["ガス", ["ガス"]],
  ["हिन्दी में", ["हिन्दी", "में"]],
  ["🎉 party", ["party"]],
])("segments %s", (text, words) => {
  expect(segmentWords(text)).toEqual(words);
});

test("Thai is cut into words", () => {
  expect(segmentWords("ค้นหาเที่ยวบิน").length).toBeGreaterThan(1);
});
