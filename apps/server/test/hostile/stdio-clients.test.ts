// What a client over stdio may send that no SDK would.
import { PassThrough, Writable } from "node:stream";
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

/** Milliseconds of the processor for 70,000 of each of these lines. */
async function cpuFor(...lines: string[]): Promise<number> {
  heard = [];
  const before = process.cpuUsage();
  for (const line of lines) input.write(`${line}\n`.repeat(70_000));
  say({ id: "after", method: "ping" });
  await answerTo("after");
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

defineCase(
  "host",
  {
    id: "4.many-lines-that-are-no-messages",
    name: "two hundred thousand lines that are no messages",
    protection: "they are told from messages in little time, and the log says how many there were",
    checked: "mutation",
  },
  async () => {
    const began = performance.now();
    // The measure: what is no JSON is never shown to a schema, which would take longer than the parser's error.
    const unparsed = await cpuFor("{", "{", "{");
    const taken = await cpuFor(
      "{}",
      '{"id":[],"result":{}}',
      '{"jsonrpc":"2.0","id":1,"method":{}}',
    );
    expect(taken).toBeLessThan(5_000);
    expect(taken / unparsed).toBeLessThan(1);
    // Ten in a second, and how many there were more. A busy machine takes more seconds.
    const seconds = Math.ceil((performance.now() - began) / 1000);
    expect(log.length).toBeLessThanOrEqual(11 * (seconds + 1));
    await delay(1_100);
    input.write("{\n");
    await expect
      .poll(() => log)
      .toContainEqual(
        expect.stringMatching(/^the client sent \d+ more lines that are no messages$/),
      );
  },
);

defineCase(
  "host",
  {
    id: "6.cancel-of-an-odd-id",
    name: "a request whose id is 0, or empty, and is cancelled; and the first question of ours",
    protection:
      "it ends like any other, and the question has an id that a client can hear of again",
    checked: "mutation",
  },
  async () => {
    for (const id of [0, ""]) {
      run(id, "await asyncio.sleep(60)");
      await expect.poll(() => server.running.size, { timeout: 60_000 }).toBe(1);
      say({ method: "notifications/cancelled", params: { requestId: id } });
      await expect.poll(() => server.running.size, { timeout: 20_000 }).toBe(0);
      say({ id: `after ${id}`, method: "ping" });
      await answerTo(`after ${id}`);
      expect(answersTo(id)).toEqual([]);
      run(id, "print('once more')");
      expect(JSON.stringify(await answerTo(id))).toContain("once more");
      heard.length = 0;
    }
    const asked = server.server.ping();
    await expect.poll(() => heard.find(({ method }) => method === "ping")).toBeDefined();
    const { id } = heard.find(({ method }) => method === "ping") ?? {};
    // What is taken for none where it is cancelled.
    expect(Boolean(id)).toBe(true);
    say({ id, result: {} });
    await asked;
  },
);

defineCase(
  "host",
  {
    id: "4.long-progress-token",
    name: "a token of a megabyte that would come back with every word about a run",
    protection: "nothing is said of such a run before it ends",
    checked: "mutation",
  },
  async () => {
    for (const [id, length] of [
      ["short", 1_000],
      ["long", 1_000_000],
    ] as const) {
      const _meta = { progressToken: "t".repeat(length) };
      const params = { name: "run_python", arguments: { code: "print(1)\n2" }, _meta };
      heard.length = 0;
      say({ id, method: "tools/call", params });
      expect(JSON.stringify(await answerTo(id))).toContain("1");
      const told = heard.filter(({ method }) => method === "notifications/progress");
      expect(told.length > 0).toBe(id === "short");
    }
  },
);

/** Of an output that writes at once, as one to a file does: it never tells that it has room again. */
async function answersAtOnce(): Promise<void> {
  let answers = 0;
  const asking = new PassThrough();
  const output = new Writable({
    write(chunk: Buffer, _encoding, done) {
      answers += chunk.toString().split("\n").length - 1;
      done();
    },
  });
  const quick = createServer({ runtime: "embedded", savedToolsFolder: false });
  try {
    await connectClient(quick, { input: asking, output, log: () => {} });
    const lines = Array.from({ length: 20_000 }, (_, id) =>
      JSON.stringify({ jsonrpc: "2.0", id, method: "ping" }),
    );
    asking.write(`${lines.join("\n")}\n`);
    await expect.poll(() => answers, { timeout: 60_000 }).toBe(20_000);
  } finally {
    await quick.close();
  }
}

defineCase(
  "host",
  {
    id: "4.client-that-never-reads",
    name: "a client that asks with ids of a megabyte, or a hundred thousand times, and reads no answer",
    protection:
      "no more is read of it while much waits to be read by it; each is answered once it reads",
    checked: "mutation",
  },
  async () => {
    await answersAtOnce();
    for (const [questions, idLength, [least, most]] of [
      [160, 1_000_000, [60_000_000, 80_000_000]],
      [100_000, 6, [150_000, 500_000]],
    ] as const) {
      const [unread, asking] = [new PassThrough(), new PassThrough()];
      const deaf = createServer({ runtime: "embedded", savedToolsFolder: false });
      try {
        await connectClient(deaf, { input: asking, output: unread, log: () => {} });
        for (let index = 0; index < questions; index += 1) {
          const id = `${index}`.padEnd(idLength, "x");
          asking.write(`${JSON.stringify({ jsonrpc: "2.0", id, method: "ping" })}\n`);
          if (idLength > 6 || index % 1_000 === 0) await new Promise(setImmediate);
        }
        const waiting = (): number => unread.writableLength + unread.readableLength;
        await expect.poll(waiting, { timeout: 20_000 }).toBeGreaterThan(least);
        await delay(1_000);
        expect(waiting()).toBeLessThan(most);
        let answers = 0;
        unread.on("data", (chunk: Buffer) => (answers += chunk.toString().split("\n").length - 1));
        await expect.poll(() => answers, { timeout: 60_000 }).toBe(questions);
      } finally {
        await deaf.close();
      }
    }
  },
);
