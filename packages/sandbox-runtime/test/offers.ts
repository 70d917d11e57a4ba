// What servers offer beside tools, and answers that are more than text. A part of the contract of every runtime.
import { describe, expect, it } from "vitest";
import {
  createSandboxRuntime,
  type RunOutcome,
  type SandboxRuntime,
} from "@mcp-code-execution/sandbox-runtime";
import { createRecordingHost } from "./recording-host.ts";

export function testOffers(runtime: () => SandboxRuntime): void {
  const run = (code: string): Promise<RunOutcome> =>
    runtime().run(`from mcp import runtime\n${code}`, { session: "offers" });
  const value = async (code: string): Promise<string | undefined> => {
    const { error, value: shown } = await run(code);
    return error ? `${error.type}: ${error.message}` : shown;
  };

  describe("beside tools", () => {
    it("servers have resources: texts as str, the rest as objects, several as a list", async () => {
      expect(await value("list(await runtime.list_resources('echo-server'))")).toBe(
        "[{'uri': 'note://1', 'name': 'of echo-server'}]",
      );
      expect(await value("list(await runtime.list_resource_templates('echo-server'))")).toBe(
        "[{'uriTemplate': 'note://{n}', 'name': 'note'}]",
      );
      expect(await value("await runtime.read_resource('echo-server', 'note://1')")).toBe("'[1]'");
      expect(await value("await mcp_echo_server.read_resource('note://empty') is None")).toBe(
        "True",
      );
      const two = await run("two = await mcp_echo_server.read_resource('note://2'); two");
      expect(two.value).toBe("['a', <Resource note://2#dot image/gif, 6 bytes>]");
      expect(two.images).toEqual([{ mimeType: "image/gif", data: "R0lGODlh" }]);
      expect(await value("two[1].save('dot.gif').read_bytes()")).toBe("b'GIF89a'");
      expect(await value("await runtime.read_resource('echo-server', 'note://9')")).toBe(
        "ToolCallError: no resource note://9",
      );
    });

    it("servers have prompts, with text arguments", async () => {
      expect(await value("list(await mcp_echo_server.list_prompts())")).toBe(
        "[{'name': 'greet', 'arguments': [{'name': 'who', 'required': True}]}]",
      );
      expect(
        await value(
          "p = await runtime.get_prompt('echo-server', 'greet', {'who': 'Ada', 'times': 2})\np['description'], [(m['role'], m['content']) for m in p['messages']]",
        ),
      ).toBe(
        `('greet', [('user', '{"who":"Ada","times":"2"}'), ('assistant', <Image image/png, 4 bytes>)])`,
      );
    });

    it("what is listed is printed as a line for each", async () => {
      expect(await value("await runtime.list_resources('echo-server')")).toBe(
        "note://1 of echo-server",
      );
      expect(await value("await runtime.list_resource_templates('echo-server')")).toBe(
        "note://{n} note",
      );
      expect(await value("await mcp_echo_server.list_prompts()")).toBe("greet(who)");
    });

    it("servers say what they are", async () => {
      expect(await value("await runtime.describe_server('echo-server')")).toBe(
        "{'name': 'echo-server', 'instructions': 'Say it again.'}",
      );
      expect(
        await value("from mcp.servers.echo_server import describe_server as d; await d()"),
      ).toBe("{'name': 'echo-server', 'instructions': 'Say it again.'}");
    });

    it("a tool that is called like one of these goes first", async () => {
      expect(await value("await mcp_echo_server.get_prompt(name='greet')")).toBe("'a tool'");
      expect(await value("await mcp_echo_server.list_tools()")).toBe("['echo']");
    });

    it("a host that offers none of it says so", async () => {
      const { listServers, callTool, searchTools, describeTools } = createRecordingHost();
      const host = { listServers, callTool, searchTools, describeTools };
      await using bare = await createSandboxRuntime({ runtime: "embedded", host });
      const outcome = await bare.run(
        "from mcp import NotSupportedError, runtime\ntry:\n  await runtime.list_prompts('echo-server')\nexcept NotSupportedError as e: print(e)",
      );
      expect(outcome.output[0]?.text).toBe(
        "prompts cannot be asked for here: the host does not offer it\n",
      );
    });
  });

  describe("answers that are more than text", () => {
    const blocks = `[
      {"type": "text", "text": "see"},
      {"type": "image", "mimeType": "image/webp", "data": "UklGRg=="},
      {"type": "audio", "mimeType": "audio/wav", "data": "UklGRg=="},
      {"type": "resource", "resource": {"uri": "a://1", "mimeType": "image/png", "blob": "iVBORw=="}},
      {"type": "resource", "resource": {"uri": "a://2", "text": "inside"}},
      {"type": "resource_link", "uri": "note://1", "name": "one"},
      {"type": "image", "mimeType": "image/png"},
      {"type": "later", "x": 1},
    ]`;

    it("arrive as objects that are shown, saved, or read", async () => {
      const outcome = await run(
        `see, image, audio, picture, text, link, broken, later = await mcp_echo_server.blocks(blocks=${blocks})\ndisplay(image, picture)\nsee, image, audio, picture, text.text, link, broken, later`,
      );
      expect(outcome.value).toBe(
        "('see', <Image image/webp, 4 bytes>, <Audio audio/wav, 4 bytes>, <Resource a://1 image/png, 4 bytes>, 'inside', <ResourceLink note://1 'one'>, {'type': 'image', 'mimeType': 'image/png'}, {'type': 'later', 'x': 1})",
      );
      expect(outcome.images.map(({ mimeType }) => mimeType)).toEqual([
        "image/webp",
        "image/png",
        "image/webp",
        "image/png",
      ]);
      expect(
        await value(
          "[x.save(f'kept-{n}').read_bytes() for n, x in enumerate([image, audio, picture, text])], await link.read()",
        ),
      ).toBe("([b'RIFF', b'RIFF', b'\\x89PNG', b'inside'], '[1]')");
    });
  });
}
