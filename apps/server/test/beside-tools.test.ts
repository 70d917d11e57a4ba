// Real servers behind real code: what they offer beside tools, what they report, and how calls to them are cancelled.
import { createBridge, type Bridge } from "mcp-code-execution";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { serveHarbour, type ServedHarbour } from "./fixtures/serve-harbour.ts";
import { fixture, officialServer } from "./fixtures/upstream-servers.ts";

let bridge: Bridge;
let remote: ServedHarbour;

beforeAll(async () => {
  remote = await serveHarbour();
  bridge = createBridge({
    runtime: "embedded",
    savedToolsFolder: false,
    servers: {
      everything: officialServer("everything"),
      "over stdio": fixture("harbour-server"),
      "over http": { url: remote.url },
    },
  });
});
afterAll(async () => {
  await bridge?.close();
  await remote?.[Symbol.asyncDispose]();
});

async function run(code: string): Promise<string> {
  const { output, value, error } = await bridge.run(`from mcp import runtime\n${code}`);
  const shown = error ? `${error.type}: ${error.message}` : value;
  return [...output.map(({ text }) => text), ...(shown === undefined ? [] : [shown])].join("");
}

describe("server-everything", () => {
  it("offers resources, templates and prompts", async () => {
    expect(
      await run(
        "r = await runtime.list_resources('everything'); text = await mcp_everything.read_resource(r[0]['uri']); type(text).__name__, len(text) > 100",
      ),
    ).toBe("('str', True)");
    expect(
      await run("[t['uriTemplate'] for t in await mcp_everything.list_resource_templates()]"),
    ).toBe(
      "['demo://resource/dynamic/text/{resourceId}', 'demo://resource/dynamic/blob/{resourceId}']",
    );
    expect(
      await run(
        "blob = await runtime.read_resource('everything', 'demo://resource/dynamic/blob/1'); blob.save('blob.txt').read_text()[:11]",
      ),
    ).toBe("'Resource 1:'");
    expect(await run("[p['name'] for p in await runtime.list_prompts('everything')]")).toContain(
      "'args-prompt'",
    );
    expect(
      await run(
        "(await runtime.get_prompt('everything', 'args-prompt', {'city': 'Oslo'}))['messages']",
      ),
    ).toBe(`[{'role': 'user', 'content': "What's weather in Oslo?"}]`);
  });

  it("answers with images, embedded resources and links", async () => {
    expect(
      await run(
        "_, image, _ = await mcp_everything.get_tiny_image(); image.save('logo.png').read_bytes()[1:4], image",
      ),
    ).toBe("(b'PNG', <Image image/png, 4,033 bytes>)");
    expect(
      await run(
        "_, inside, _ = await mcp_everything.get_resource_reference(); inside.text[:11], inside.uri",
      ),
    ).toBe("('Resource 1:', 'demo://resource/dynamic/text/1')");
    expect(
      await run(
        "_, blob, text = await mcp_everything.get_resource_links(count=2); (await text.read())[:11], type(await blob.read()).__name__",
      ),
    ).toBe("('Resource 2:', 'Resource')");
  });

  it("reports its progress to code that asks", async () => {
    expect(
      await run(
        "steps = []\nawait mcp_everything.call_tool('trigger-long-running-operation', {'duration': 1, 'steps': 2}, on_progress=steps.append); steps[-1]",
      ),
    ).toBe("{'progress': 2, 'total': 2, 'message': None}");
  });
});

describe.each(["over stdio", "over http"])("a server %s", (name) => {
  const server = `mcp_servers[${JSON.stringify(name)}]`;

  it("says what it is, though a tool is called like the question", async () => {
    expect(
      await run(
        `d = await runtime.describe_server("${name}"); d['name'], d['title'] if 'title' in d else None, d['version'], d['instructions'], 'logging' in d['capabilities']`,
      ),
    ).toBe(`('${name}', None, '1.0.0', 'Wait until you are called.', True)`);
    expect(await run(`await ${server}.describe_server()`)).toBe("'a tool'");
  });

  it("without resources and prompts says so", async () => {
    expect(
      await run(
        `from mcp import NotSupportedError\nfor ask in (runtime.list_resources, runtime.list_prompts):\n  try: await ask("${name}")\n  except NotSupportedError as e: print(e)`,
      ),
    ).toMatch(/resources.*\n.*prompts.*\n/);
  });

  it("reports and logs to code that asks, and not to other code", async () => {
    expect(
      await run(
        `lines, steps = [], []\nr = await ${server}.call_tool('report', {'steps': 3}, on_progress=steps.append, on_log=lines.append)\nr, [l['data']['progress'] for l in lines], lines[0]['logger'], steps[-1]`,
      ),
    ).toBe("('reported', [1, 2, 3], 'steps', {'progress': 3, 'total': 3, 'message': 'step 3'})");
    expect(await run(`await ${server}.report(steps=2)`)).toBe("'nobody asked'");
  });

  it("hears that a call is cancelled, by the code and with the run", async () => {
    await run(
      `import asyncio\ntask = asyncio.create_task(${server}.wait())\nwhile (await ${server}.watch())[0] != '1': await asyncio.sleep(0.05)\ntask.cancel()`,
    );
    await expect.poll(() => run(`await ${server}.watch()`)).toBe("'0 wait, 1 cancelled'");

    const controller = new AbortController();
    const running = bridge.run(`print('begun')\nawait ${server}.wait()`, {
      signal: controller.signal,
    });
    await expect
      .poll(async () => (await bridge.run(`await ${server}.watch()`, { session: "watcher" })).value)
      .toBe("'1 wait, 1 cancelled'");
    controller.abort();
    expect(await running).toMatchObject({ status: "cancelled" });
    await expect.poll(() => run(`await ${server}.watch()`)).toBe("'0 wait, 2 cancelled'");
  });
});
