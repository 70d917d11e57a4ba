// What a client over stdio may send that no SDK would.
import { PassThrough } from "node:stream";
import { setTimeout as delay } from "node:timers/promises";
import { createServer } from "mcp-code-execution";
import { afterEach, beforeEach, expect } from "vitest";
import { connectClient } from "../../src/commands/serve/connect-client.ts";
import { defineCase } from "./hostile-case.ts";

type Message = Record<string, unknown>;

let input: PassThrough;
let heard: Message[];
let log: string[];
let server: ReturnType<typeof createServer>;

beforeEach(async () => {
  input = new PassThrough();
  heard = [];
  log = [];
  const output = new PassThrough();
  let rest = "";
  output.on("data", (chunk: Buffer) => {
    const lines = (rest + chunk.toString()).split("\n");
    rest = lines.pop() ?? "";
    for (const line of lines) heard.push(JSON.parse(line) as Message);
  });
  server = createServer({ runtime: "embedded", savedToolsFolder: false });
  await connectClient(server, { input, output, log: (line) => void log.push(line) });
  const params = {
    protocolVersion: "2025-06-18",
    capabilities: {},
    clientInfo: { name: "x", version: "1" },
  };
  say({ id: "first", method: "initialize", params });
  say({ method: "notifications/initialized" });
  await answerTo("first");
});
afterEach(() => server.close());

function say(message: Message): void {
  input.write(`${JSON.stringify({ jsonrpc: "2.0", ...message })}\n`);
}

function answersTo(id: unknown): Message[] {
  return heard.filter((message) => message["id"] === id);
}

async function answerTo(id: unknown): Promise<Message> {
  await expect.poll(() => answersTo(id).length, { timeout: 60_000, interval: 5 }).toBe(1);
  return answersTo(id)[0] ?? {};
}

function run(id: unknown, code: string): void {
  say({ id, method: "tools/call", params: { name: "run_python", arguments: { code } } });
}

defineCase(
  "host",
  {
    id: "5.id-of-two-requests",
    name: "a request with the id of one that is under way, also of one that was cancelled and has not ended",
    protection: "it is refused, under no id, and a cancel reaches the one that runs",
    checked: "mutation",
  },
  async () => {
    run(7, "await asyncio.sleep(60)");
    await expect.poll(() => server.running.size, { timeout: 60_000 }).toBe(1);
    run(7, "print('second')");
    expect(await answerTo(null)).toMatchObject({
      error: { code: -32_600, message: expect.stringContaining("The id 7 is in use") },
    });
    say({ method: "notifications/cancelled", params: { requestId: 7 } });
    await expect.poll(() => server.running.size, { timeout: 20_000 }).toBe(0);
    expect(answersTo(7)).toEqual([]);
    run(7, "print('third')");
    expect(JSON.stringify(await answerTo(7))).toContain("third");
    expect(log).toEqual([expect.stringContaining("The id 7 is in use")]);
    const long = "x".repeat(1_000_000);
    run(long, "await asyncio.sleep(60)");
    await expect.poll(() => server.running.size, { timeout: 60_000 }).toBe(1);
    run(long, "print('second')");
    await expect.poll(() => log.length).toBe(2);
    for (const line of log) expect(line.length).toBeLessThan(1_000);
  },
);

defineCase(
  "host",
  {
    id: "5.lines-that-are-no-messages",
    name: "lines that are no JSON, or no JSON-RPC",
    protection:
      "each that may be a request is answered, the log says which, and nothing else happens",
    checked: "mutation",
  },
  async () => {
    const lines: [string, object | undefined][] = [
      ["{", { id: null, error: { code: -32_700 } }],
      ["5", { id: null, error: { code: -32_600 } }],
      ["null", { id: null, error: { code: -32_600 } }],
      ['[{"jsonrpc":"2.0","id":1,"method":"ping"}]', { id: null, error: { code: -32_600 } }],
      ['{"id":11,"method":"ping"}', { id: 11, error: { code: -32_600 } }],
      ['{"jsonrpc":"2.0","id":12,"method":5}', { id: 12, error: { code: -32_600 } }],
      ['{"jsonrpc":"2.0","id":1.5,"method":"ping"}', { id: null, error: { code: -32_600 } }],
      ['{"jsonrpc":"2.0","id":13,"method":"ping","params":[1]}', { id: 13, error: {} }],
      // What may be an answer gets none.
      ['{"jsonrpc":"2.0","id":null,"error":{"code":-32600,"message":"x"}}', undefined],
      ['{"jsonrpc":"2.0","id":[],"result":{}}', undefined],
      [
        `{"jsonrpc":"2.0","id":14,"method":"ping","params":{"a":[${"0,".repeat(20_000)}0]}}`,
        { id: 14, error: { message: expect.stringContaining("10000 values") } },
      ],
    ];
    for (const [index, [line, answer]] of lines.entries()) {
      heard.length = 0;
      input.write(`${line}\n`);
      say({ id: `after ${index}`, method: "ping" });
      expect(await answerTo(`after ${index}`)).toMatchObject({ result: {} });
      expect(heard.filter(({ id }) => id !== `after ${index}`)).toMatchObject(
        answer ? [answer] : [],
      );
      // So many lines of the log are written in a second.
      if (index === 5) await delay(1_100);
    }
    expect(log).toHaveLength(lines.length);
  },
);

defineCase(
  "host",
  {
    id: "4.many-lines-that-are-no-messages",
    name: "two hundred thousand lines that are no messages",
    protection: "they are told from messages in little time, and the log says how many there were",
    checked: "mutation",
  },
  async () => {
    const before = process.cpuUsage();
    for (const line of ["{}", '{"id":[],"result":{}}', '{"jsonrpc":"2.0","id":1,"method":{}}']) {
      input.write(`${line}\n`.repeat(70_000));
    }
    say({ id: "after", method: "ping" });
    await answerTo("after");
    const { user, system } = process.cpuUsage(before);
    expect((user + system) / 1000).toBeLessThan(5_000);
    expect(log.length).toBeLessThan(100);
    await delay(1_100);
    input.write("{\n");
    await expect
      .poll(() => log)
      .toContainEqual(
        expect.stringMatching(/^the client sent \d+ more lines that are no messages$/),
      );
  },
);
