// An MCP server with tools whose cost is known: one that answers at once, one that answers with so much text, one that
// takes text. Started with a number, it offers that many definitions of invented tools instead.
import { Server } from "@modelcontextprotocol/sdk/server/index.js";
import { StdioServerTransport } from "@modelcontextprotocol/sdk/server/stdio.js";
import { CallToolRequestSchema, ListToolsRequestSchema } from "@modelcontextprotocol/sdk/types.js";
import { inventTools } from "./invent-tools.mjs";

const integer = { type: "integer" };
const text = { type: "string" };
const object = (properties) => ({ type: "object", properties, required: Object.keys(properties) });
const ownTools = [
  { name: "constant", description: "Answers 2", inputSchema: object({}) },
  { name: "text", description: "So many characters", inputSchema: object({ characters: integer }) },
  { name: "take", description: "Takes text", inputSchema: object({ text }) },
];
const answers = {
  constant: () => "2",
  text: ({ characters }) => "x".repeat(characters),
  take: (args) => String(args.text.length),
};

const [invented, seed = "0"] = process.argv.slice(2);
const tools = invented === undefined ? ownTools : inventTools(Number(invented), Number(seed));
const server = new Server({ name: "bench", version: "0.0.0" }, { capabilities: { tools: {} } });
server.setRequestHandler(ListToolsRequestSchema, () => ({ tools }));
server.setRequestHandler(CallToolRequestSchema, ({ params }) => {
  const answer = answers[params.name]?.(params.arguments) ?? `${params.name} is done`;
  return { content: [{ type: "text", text: answer }] };
});
await server.connect(new StdioServerTransport());
