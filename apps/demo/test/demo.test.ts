import { fileURLToPath } from "node:url";
import { Client } from "@modelcontextprotocol/sdk/client/index.js";
import { StdioClientTransport } from "@modelcontextprotocol/sdk/client/stdio.js";
import { countTokens } from "gpt-tokenizer/encoding/o200k_base";
import { beforeAll, describe, expect, it } from "vitest";
import { bookingTables } from "../src/sample-files.ts";
import { bridgeServer, upstreamServers, type ServerCommand } from "../src/servers.ts";
import type { Step } from "../src/story.ts";
import { createWorkspace } from "../src/workspace.ts";
import { startDemo, type DemoProcess } from "./demo-process.ts";

const main = fileURLToPath(new URL("../dist/main.js", import.meta.url));

interface Leftovers {
  files: string[];
  processes: string[];
}

const nothing: Leftovers = { files: [], processes: [] };

async function leftovers(demo: DemoProcess): Promise<Leftovers> {
  return { files: await demo.leftFiles(), processes: await demo.running() };
}

describe("the demo", () => {
  let ended: Awaited<DemoProcess["ended"]>;
  let left: Leftovers;

  beforeAll(async () => {
    await using demo = await startDemo(main);
    ended = await demo.ended;
    left = await leftovers(demo);
  });

  it("ends well, and leaves neither a file nor a process behind", () => {
    expect(ended).toMatchObject({ status: 0, stderr: "" });
    expect(left).toEqual(nothing);
  });

  /** The number at the end of the row with this label. */
  function printed(label: string): number {
    const row = ended.stdout.split("\n").find((line) => line.trim().startsWith(label));
    return Number(row?.split(" ").at(-1)?.replaceAll(",", ""));
  }

  it("ends with the tokens of the definitions, as the servers themselves give them", async () => {
    await using workspace = await createWorkspace({});
    const upstream = upstreamServers(workspace);
    let direct = 0;
    for (const [name, server] of Object.entries(upstream)) {
      const tokens = await definitionTokens(server, workspace.folder);
      expect(printed(`${name}: `)).toBe(tokens);
      direct += tokens;
    }
    expect(printed("all of them, loaded directly")).toBe(direct);
    const own = await definitionTokens(bridgeServer(workspace, upstream), workspace.folder);
    expect(printed("mcp-code-execution")).toBe(own);
    expect(ended.stdout).toContain(`${(direct / own).toFixed(1)} times`);
  });

  it("counts the code and the results that it shows", () => {
    const [told = ""] = ended.stdout.split("\nThe report,");
    const steps = told.split(/^\d+\. .*$/m).slice(1);
    expect(steps).toHaveLength(8);
    const parts = steps.map((step) => {
      const [code, result] = step.trim().split("\n\n  |");
      return { code: unindented(`    ${code}`), result: unindented(`  |${result}`) };
    });
    expect(printed("code,")).toBe(sumTokens(parts.map(({ code }) => code)));
    expect(printed("results,")).toBe(sumTokens(parts.map(({ result }) => result)));
    expect(printed("booking tables,")).toBe(sumTokens(bookingTables));
  });

  it("has no escape sequences in a pipe", () => {
    expect(ended.stdout).not.toContain("\u001B");
  });
});

describe("a story that goes wrong", () => {
  const failing: { what: string; step: Step; complaint: string }[] = [
    {
      what: "an error where none was expected",
      step: { title: "Divide", code: "1 / 0", expect: { status: "ok", says: [] } },
      complaint: 'The step "Divide" should have ended with the status ok, not error;',
    },
    {
      what: "a result that says something else",
      step: { title: "Add", code: "1 + 1", expect: { status: "ok", says: ["3"] } },
      complaint: 'The step "Add" should have got a result with "3" in it;',
    },
    {
      what: "no report",
      step: { title: "Idle", code: "pass", expect: { status: "ok", says: [] } },
      complaint: "The story should have written",
    },
  ];

  it.each(failing)("gives a non-zero exit status: $what", async ({ step, complaint }) => {
    const runDemo = new URL("../dist/run-demo.js", import.meta.url);
    await using demo = await startDemo(
      "--input-type=module",
      "--eval",
      `import { runDemo } from ${JSON.stringify(runDemo)};
      const { signal } = new AbortController();
      const story = ${JSON.stringify([step])};
      process.exitCode = await runDemo({ story, signal, out: process.stdout, errors: process.stderr });`,
    );
    const { status, stderr } = await demo.ended;
    expect(stderr).toContain(complaint);
    expect(status).toBe(1);
    expect(await leftovers(demo)).toEqual(nothing);
  });
});

describe.runIf(process.platform === "linux")("a demo that is stopped", () => {
  const stops: { how: string; stop: (demo: DemoProcess) => void; status: number }[] = [
    { how: "SIGTERM", stop: ({ child }) => child.kill("SIGTERM"), status: 143 },
    {
      how: "Ctrl-C, which all get",
      stop: ({ child }) => process.kill(-child.pid!, "SIGINT"),
      status: 130,
    },
    { how: "a reader that has gone", stop: ({ child }) => child.stdout?.destroy(), status: 1 },
  ];

  it.each(stops)("leaves nothing behind: $how", async ({ stop, status }) => {
    await using demo = await startDemo(main);
    await shows(demo, "list_directory(");
    const running = (await demo.running()).join("\n");
    for (const name of ["deno", "server-filesystem", "server-memory"]) {
      expect(running).toContain(name);
    }
    stop(demo);
    expect(await demo.ended).toMatchObject({
      status,
      stderr: expect.stringContaining("The demo was stopped"),
    });
    expect(await leftovers(demo)).toEqual(nothing);
  });
});

async function definitionTokens(server: ServerCommand, cwd: string): Promise<number> {
  const client = new Client({ name: "recount", version: "0.0.0" });
  await client.connect(new StdioClientTransport({ ...server, cwd, stderr: "ignore" }));
  const { tools, nextCursor } = await client.listTools();
  await client.close();
  expect(nextCursor).toBeUndefined();
  return countTokens(JSON.stringify(tools));
}

function sumTokens(texts: readonly string[]): number {
  return texts.reduce((sum, text) => sum + countTokens(text), 0);
}

function unindented(text: string): string {
  return text
    .split("\n")
    .map((line) => line.slice(4))
    .join("\n");
}

function shows({ child }: DemoProcess, words: string): Promise<void> {
  return new Promise((resolve, reject) => {
    let text = "";
    child.stdout?.on("data", (chunk: Buffer) => {
      text += chunk.toString();
      if (text.includes(words)) resolve();
    });
    child.once("close", () => reject(new Error(`It ended without ${words}:\n${text}`)));
  });
}
