import { StreamableHTTPError } from "@modelcontextprotocol/sdk/client/streamableHttp.js";
import { McpError } from "@modelcontextprotocol/sdk/types.js";
import { expect, it } from "vitest";
import { httpErrorText, isRefusal, statusOfText } from "./http-error-text.ts";

const said = (status: number, words: string): string =>
  httpErrorText(status, new StreamableHTTPError(status, words));

it.each([
  [401, "who are you", "it refuses us with HTTP 401: who are you; check the headers of its entry"],
  [403, "", "it refuses us with HTTP 403; check the headers of its entry"],
  [404, "Error POSTing to endpoint: no such page", "HTTP 404: no such page"],
  [405, "Error POSTing to endpoint: ", "HTTP 405"],
  [
    429,
    "Error POSTing to endpoint: slow down",
    "it has had too many requests (HTTP 429); wait before the next: slow down",
  ],
  [
    503,
    "Failed to open SSE stream: in repair",
    "it fails with HTTP 503: in repair; whoever runs the server must fix this",
  ],
  [
    307,
    "Error POSTing to endpoint: Redirect to https://new.example/mcp not followed (redirectPolicy: 'same-origin')",
    "it sends us to another address, which is not followed (HTTP 307); its entry would have to name that one",
  ],
])("says what HTTP %d means", (status, words, sentence) => {
  expect(said(status, words)).toBe(sentence);
});

it("finds the status that the older transport tells in words", () => {
  expect(statusOfText(new Error("Error POSTing to endpoint (HTTP 410): gone"))).toBe(410);
  expect(statusOfText(new Error("fetch failed"))).toBeUndefined();
});

it.each([
  [new StreamableHTTPError(404, "no session"), true],
  [new StreamableHTTPError(502, "in repair"), false],
  [new Error("Error POSTing to endpoint (HTTP 410): gone"), true],
  [new McpError(404, "no such note (HTTP 404)"), false],
])("tells what was not taken from what was answered: %s", (error, isRefused) => {
  expect(isRefusal(error)).toBe(isRefused);
});
