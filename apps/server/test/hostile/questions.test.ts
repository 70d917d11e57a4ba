// What a server may gain by asking.
import { Client } from "@modelcontextprotocol/sdk/client/index.js";
import { InMemoryTransport } from "@modelcontextprotocol/sdk/inMemory.js";
import { ListRootsRequestSchema } from "@modelcontextprotocol/sdk/types.js";
import { createServer } from "mcp-code-execution";
import { expect } from "vitest";
import { runPython, textOf } from "../fixtures/connect.ts";
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
