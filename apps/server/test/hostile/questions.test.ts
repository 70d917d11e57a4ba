// What a server may gain by asking.
import { Client } from "@modelcontextprotocol/sdk/client/index.js";
import { InMemoryTransport } from "@modelcontextprotocol/sdk/inMemory.js";
import { ListRootsRequestSchema } from "@modelcontextprotocol/sdk/types.js";
import { createServer } from "mcp-code-execution";
import { expect } from "vitest";
import { runPython, textOf } from "../fixtures/connect.ts";
import { approvalQuestion } from "../../src/client/approval-question.ts";
import { forwardedMessage, forwardedPage } from "../../src/client/forwarded-question.ts";
import { fixture } from "../fixtures/upstream-servers.ts";
import { defineCase } from "./hostile-case.ts";

defineCase(
  "embedded",
  {
    id: "4.endless-roots",
    name: "a server that asks for the client's folders as long as its call goes on",
    protection: "what no person is asked stops no clock",
    checked: "mutation",
  },
  async () => {
    await using server = createServer({
      runtime: "embedded",
      servers: { asking: fixture("asking-server") },
    });
    const client = new Client({ name: "test", version: "1" }, { capabilities: { roots: {} } });
    let answers = 0;
    client.setRequestHandler(ListRootsRequestSchema, async () => {
      answers += 1;
      // So slow that a bound on the number of questions is far away.
      await new Promise((resolve) => setTimeout(resolve, 500));
      return { roots: [] };
    });
    const [near, far] = InMemoryTransport.createLinkedPair();
    await Promise.all([server.server.connect(far), client.connect(near)]);
    await runPython(client, "1");
    const began = performance.now();
    const result = await runPython(client, "await mcp_asking.wait()", { timeout: 2 });
    expect(textOf(result)).toContain("timed out after 2 s");
    expect(answers).toBeGreaterThan(0);
    expect(performance.now() - began).toBeLessThan(20_000);
    await client.close();
  },
);

defineCase(
  "host",
  {
    id: "6.question-like-an-approval",
    name: "a form of a server that looks like our question whether a call is allowed, far below the server's name",
    protection: "each line of a server is marked as its own, and there are not many",
    checked: "mutation",
  },
  async () => {
    const call = { server: "bank", tool: "read", arguments: { path: "a" } };
    const { message } = approvalQuestion(call);
    const forged = forwardedMessage("evil", "\n".repeat(500) + message);
    expect(forged.split("\n").length).toBeLessThan(60);
    const [name, blank, ...words] = forwardedMessage("evil", `Yes?\n\n${message}`).split("\n");
    expect([name, blank]).toEqual(['The MCP server "evil" asks:', ""]);
    expect(words.length).toBeGreaterThan(message.split("\n").length);
    for (const line of words) expect(line).toMatch(/^>/);
    for (const line of message.split("\n")) expect(line).not.toMatch(/^>/);
  },
);

defineCase(
  "host",
  {
    id: "6.page-of-another-host",
    name: "a page whose address looks like one of a host that it is not on",
    protection:
      "an address is shown as a browser reads it, and not at all with a name before its host",
    checked: "mutation",
  },
  async () => {
    expect(forwardedPage("https://github.com@evil.test/login")).toBeUndefined();
    expect(forwardedPage("https:\\\\evil.test\\@github.com/")).toBe(
      "https://evil.test/@github.com/",
    );
    expect(forwardedPage("https://g\u0456thub.com/")).toMatch(/^https:\/\/xn--/);
  },
);
