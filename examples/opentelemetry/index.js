import { printTree } from "./tracing.js"; // first: it registers the SDK
import { trace } from "@opentelemetry/api";
import { createBridge } from "mcp-code-execution";
import { servers } from "./servers.js";

const bridge = createBridge({ servers });
await trace.getTracer("example").startActiveSpan("answer a question", async (span) => {
  await bridge.run(`print(await mcp_everything.get_sum(a=2, b=3))
await mcp_everything.call_tool("no_such_tool", {})`);
  span.end();
});
await bridge.close();
printTree();
