// Tools of the framework itself, not of an MCP server, called from sandboxed Python.
import { createSandboxRuntime } from "@mcp-code-execution/sandbox-runtime";
import { tool } from "langchain";
import { z } from "zod";

const price = tool(({ pieces }) => pieces * 7, {
  name: "price",
  description: "Price of so many pieces",
  schema: z.object({ pieces: z.number() }),
});
const tools = { [price.name]: price };

const runtime = await createSandboxRuntime({
  host: {
    listServers: () => [{ name: "shop", alias: "shop" }],
    callTool: async ({ tool: name, arguments: args }) => ({
      content: [],
      structuredContent: { result: await tools[name].invoke(args) },
    }),
    searchTools: async () => [],
    describeTools: async () => ({
      price: { description: price.description, inputSchema: z.toJSONSchema(price.schema) },
    }),
  },
});
const { value } = await runtime.run("sum([await mcp_shop.price(pieces=n) for n in (1, 2, 3)])");
console.log(`It costs ${value}`);
await runtime.close();
