// The least that a server like ours can be: the SDK on one side, a line to a sandbox on the other, and the SDK's client
// behind it. Nothing is looked at, nothing is kept, nobody is asked.
//
//   node server.mjs RUNTIME [SERVER]   SERVER: how what the sandbox calls is started, as JSON
import { Client } from "@modelcontextprotocol/sdk/client/index.js";
import { StdioClientTransport } from "@modelcontextprotocol/sdk/client/stdio.js";
import { Server } from "@modelcontextprotocol/sdk/server/index.js";
import { StdioServerTransport } from "@modelcontextprotocol/sdk/server/stdio.js";
import { CallToolRequestSchema } from "@modelcontextprotocol/sdk/types.js";
import { startSandbox } from "./sandboxes.mjs";

const [runtime, upstream] = process.argv.slice(2);
const { stdin, stdout } = await startSandbox(runtime);
const client = new Client({ name: "least", version: "0.0.0" });
if (upstream) await client.connect(new StdioClientTransport(JSON.parse(upstream)));

let rest = "";
let ended;
stdout.on("data", (chunk) => {
  const lines = (rest + chunk).split("\n");
  rest = lines.pop();
  for (const line of lines) {
    if (line === "call") void call();
    else ended(line);
  }
});

async function call() {
  const { content } = await client.callTool({ name: "constant", arguments: {} });
  send(content[0].text);
}

/** Everything written in one turn is sent together: each write wakes the reader. */
function send(line) {
  if (!stdin.writableCorked) {
    stdin.cork();
    process.nextTick(() => stdin.uncork());
  }
  stdin.write(`${line}\n`);
}

const server = new Server({ name: "least", version: "0.0.0" }, { capabilities: { tools: {} } });
server.setRequestHandler(CallToolRequestSchema, async ({ params }) => {
  const text = await new Promise((resolve) => {
    ended = resolve;
    stdin.write(`${String(params.arguments.code)}\n`);
  });
  return { content: [{ type: "text", text }] };
});
process.stdin.once("end", () => {
  stdin.end();
  void client.close();
});
await server.connect(new StdioServerTransport());
