import type { JSONRPCMessage } from "@modelcontextprotocol/sdk/types.js";
import { expect, it } from "vitest";
import { CancelSource } from "../cancelling/cancel-signal.ts";
import type { ToolProgress } from "../calls/call-types.ts";
import { OwnRequests } from "./own-requests.ts";
import type { RequestOptions } from "./request-options.ts";

interface Sent {
  id: number;
  method: string;
  params: { _meta?: { progressToken: number }; requestId?: number; reason?: string };
}

function connection(): { requests: OwnRequests; sent: Sent[] } {
  const sent: Sent[] = [];
  const requests = new OwnRequests(async (line) => {
    sent.push(JSON.parse(Array.from(line).join("")) as Sent);
  });
  return { requests, sent };
}

function ask(
  requests: OwnRequests,
  method: string,
  options: RequestOptions,
): Promise<Record<string, unknown>> {
  return new Promise((answered, failed) => requests.ask(method, {}, options, { answered, failed }));
}

const answer = (id: number | string, text: string): JSONRPCMessage => ({
  jsonrpc: "2.0",
  id,
  result: { text },
});
const report = (params: Record<string, unknown>): JSONRPCMessage => ({
  jsonrpc: "2.0",
  method: "notifications/progress",
  params,
});

it("has each answered once, by its number, however that is written", async () => {
  const { requests, sent } = connection();
  const { signal } = new AbortController();
  const asked = ["a", "b"].map((method) => ask(requests, method, { signal }));
  const [first, second] = sent.map(({ id }) => id);
  expect(requests.take(answer(0, "the SDK's"))).toBe(false);
  expect(requests.take(answer(String(second), "second"))).toBe(true);
  expect(requests.take(answer(Number(second), "again"))).toBe(false);
  const error = { code: -32602, message: "no" };
  expect(requests.take({ jsonrpc: "2.0", id: Number(first), error })).toBe(true);
  await expect(asked[1]).resolves.toEqual({ text: "second" });
  await expect(asked[0]).rejects.toMatchObject({ code: -32602 });
});

it("tells the server of one that nobody waits for, and takes no answer to it", async () => {
  const { requests, sent } = connection();
  const source = new CancelSource();
  const asked = ask(requests, "slow", { signal: source });
  const told: (() => void)[] = [];
  source.abort("not needed", (tell) => told.push(tell));
  const id = Number(sent[0]?.id);
  requests.take(answer(id, "late"));
  for (const tell of told) tell();
  await expect(asked).rejects.toThrow("not needed");
  expect(sent[1]).toMatchObject({
    method: "notifications/cancelled",
    params: { requestId: id, reason: "not needed" },
  });
  await expect(ask(requests, "later", { signal: source })).rejects.toBe("not needed");
  expect(sent).toHaveLength(2);
});

it("hears of progress until the answer; a listener that fails ends nothing", async () => {
  const { requests, sent } = connection();
  const { signal } = new AbortController();
  const heard: ToolProgress[] = [];
  const onProgress = (progress: ToolProgress): void => {
    heard.push(progress);
    throw new Error("deaf");
  };
  const asked = ask(requests, "slow", { signal, onProgress });
  const progressToken = sent[0]?.params._meta?.progressToken;
  expect(requests.take(report({ progressToken, progress: 1, message: "one" }))).toBe(true);
  expect(requests.take(report({ progressToken, progress: "two" }))).toBe(false);
  requests.take(answer(Number(progressToken), "done"));
  expect(requests.take(report({ progressToken, progress: 3 }))).toBe(false);
  expect(heard).toEqual([{ progress: 1, message: "one" }]);
  await expect(asked).resolves.toEqual({ text: "done" });
});

it("fails with the connection, and where it is not sent", async () => {
  const { requests } = connection();
  const { signal } = new AbortController();
  const waiting = ask(requests, "slow", { signal });
  requests.close();
  await expect(waiting).rejects.toMatchObject({ code: -32000 });
  const unsent = new OwnRequests(() => Promise.reject(new Error("its input is closed")));
  await expect(ask(unsent, "any", { signal })).rejects.toThrow("its input is closed");
});

it("has all fail that were written together where they could not be written", async () => {
  const together = Promise.reject(new Error("broken pipe"));
  const writes = [together, together, Promise.resolve()];
  const requests = new OwnRequests(() => writes.shift() ?? Promise.resolve());
  const { signal } = new AbortController();
  const [first, second, third] = ["a", "b", "c"].map((method) => ask(requests, method, { signal }));
  await expect(first).rejects.toThrow("broken pipe");
  await expect(second).rejects.toThrow("broken pipe");
  requests.close();
  await expect(third).rejects.toThrow("Connection closed");
});
