// What a server may gain by asking.
import { ListRootsRequestSchema } from "@modelcontextprotocol/sdk/types.js";
import { expect } from "vitest";
import { connect, textOf } from "../fixtures/connect.ts";
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
    let answers = 0;
    await using connection = await connect({
      servers: { asking: fixture("asking-server") },
      environment: { MCP_BRIDGE_RUNTIME: "embedded", MCP_BRIDGE_WARM: "0" },
      capabilities: { roots: {} },
      prepare(client) {
        client.setRequestHandler(ListRootsRequestSchema, async () => {
          answers += 1;
          // So few that a bound on questions is far away.
          await new Promise((resolve) => setTimeout(resolve, 500));
          return { roots: [] };
        });
      },
    });
    await connection.run("1");
    const began = performance.now();
    const result = await connection.run("await mcp_asking.wait()", { timeout: 2 });
    expect(textOf(result)).toContain("timed out after 2 s");
    expect(answers).toBeGreaterThan(0);
    expect(performance.now() - began).toBeLessThan(20_000);
  },
);
