// Messages of a client that are longer than anything that is read.
import { PassThrough } from "node:stream";
import { finished } from "node:stream/promises";
import { expect } from "vitest";
import { clientInput } from "../../src/commands/serve/client-input.ts";
import { defineCase } from "./hostile-case.ts";

const mebibyte = Buffer.alloc(1024 * 1024, "x");

async function heard(write: (input: PassThrough) => Promise<void>): Promise<{
  passed: string;
  answers: object[];
  log: string[];
}> {
  const input = new PassThrough();
  const answers: object[] = [];
  const log: string[] = [];
  const { read } = clientInput(input, {
    answer: (message) => void answers.push(message),
    log: (line) => void log.push(line),
  });
  let passed = "";
  read((line) => (passed += line.toString()));
  await write(input);
  input.end();
  await finished(input);
  return { passed, answers, log };
}

async function writeLong(input: PassThrough, begin: string, end: string): Promise<void> {
  input.write(begin);
  for (let written = 0; written < 65; written += 1) {
    if (!input.write(mebibyte)) await new Promise((resolve) => input.once("drain", resolve));
  }
  input.write(`${end}\n`);
}

defineCase(
  "host",
  {
    id: "4.long-message",
    name: "a message of more than 64 MiB over stdio",
    protection: "it is left out and answered; the messages before and after it are read",
    checked: "mutation",
  },
  async () => {
    const { passed, answers, log } = await heard(async (input) => {
      input.write('{"first":1}\n{"sec');
      input.write('ond":2}\n');
      await writeLong(
        input,
        '{"method":"tools/call","params":{"code":"',
        '"},"jsonrpc":"2.0","id":7}',
      );
      await writeLong(
        input,
        '{"jsonrpc":"2.0","id":"a","method":"tools/call","params":{"code":"',
        '"}}',
      );
      await writeLong(input, '{"result":{"text":"', '"},"jsonrpc":"2.0","id":8}');
      input.write('{"last":3}\n');
    });
    expect(passed).toBe('{"first":1}\n{"second":2}\n{"last":3}\n');
    expect(answers).toMatchObject([
      { id: 7, error: { message: expect.stringContaining("64 MiB") } },
      { id: "a", error: { message: expect.stringContaining("64 MiB") } },
    ]);
    expect(log).toHaveLength(3);
  },
);
