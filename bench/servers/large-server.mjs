// An MCP server by hand, for values that the SDK's reader would take no more than 10 MB of and copy with each piece.
const object = (name, type) => ({ type: "object", properties: { [name]: type }, required: [name] });
const tools = [
  { name: "text", inputSchema: object("characters", { type: "integer" }) },
  { name: "take", inputSchema: object("text", { type: "string" }) },
];
const answers = {
  initialize: ({ protocolVersion }) => ({
    protocolVersion,
    capabilities: { tools: {} },
    serverInfo: { name: "large", version: "0.0.0" },
  }),
  ping: () => ({}),
  "tools/list": () => ({ tools }),
  "tools/call": ({ name, arguments: args }) => {
    const text = name === "text" ? "x".repeat(args.characters) : String(args.text.length);
    return { content: [{ type: "text", text }] };
  },
};

let parts = [];
process.stdin.on("data", (chunk) => {
  let start = 0;
  for (let end; (end = chunk.indexOf(10, start)) !== -1; start = end + 1) {
    const line = Buffer.concat([...parts, chunk.subarray(start, end)]).toString();
    parts = [];
    answer(JSON.parse(line));
  }
  parts.push(chunk.subarray(start));
});

function answer({ id, method, params }) {
  if (id === undefined) return;
  process.stdout.write(
    `${JSON.stringify({ jsonrpc: "2.0", id, result: answers[method](params) })}\n`,
  );
}
