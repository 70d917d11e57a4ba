import { Server } from "@modelcontextprotocol/sdk/server/index.js";
import {
  CallToolRequestSchema,
  ErrorCode,
  ListToolsRequestSchema,
  McpError,
  RootsListChangedNotificationSchema,
  type RequestId,
} from "@modelcontextprotocol/sdk/types.js";
import { createBridge } from "./bridge/bridge.ts";
import type { Bridge, BridgeOptions } from "./bridge/bridge-types.ts";
import { createAskApproval } from "./client/ask-approval.ts";
import { clientFeatures } from "./client/client-features.ts";
import { createClientLink } from "./client/client-link.ts";
import { createClientLog } from "./client/client-log.ts";
import { acceptFalsyIds } from "./client/falsy-ids.ts";
import { createProgressReports } from "./client/progress-reports.ts";
import { serveCapabilities } from "./capabilities.ts";
import { runPython } from "./run-python/run-python.ts";
import { runPythonTool } from "./run-python/tool-definition.ts";
import { version } from "./version.ts";

/** An MCP server and its parts. */
export interface CodeExecutionServer {
  /** Connect it to any transport of the MCP SDK: `await server.connect(transport)`. */
  readonly server: Server;
  /** As `Bridge.setServers`. */
  setServers: Bridge["setServers"];
  /** The requests whose code is running, including cancelled ones that have not ended. */
  readonly running: ReadonlySet<RequestId>;
  /** Ends the sandboxes and the upstream servers, then the connection. */
  close(): Promise<void>;
  [Symbol.asyncDispose](): Promise<void>;
}

/** An MCP server with the one tool `run_python`. Nothing is started before the first run. */
export function createServer(options: BridgeOptions = {}): CodeExecutionServer {
  const server = new Server(
    { name: "mcp-code-execution", title: "Code execution with MCP", version },
    { capabilities: { tools: {}, resources: {}, logging: {} } },
  );
  const client = createClientLink(server);
  const log = createClientLog(server, client);
  const running = new Set<RequestId>();
  acceptFalsyIds(server);
  const bridge: Bridge = createBridge({
    ...options,
    approve: options.approve ?? createAskApproval(client),
    clientFeatures:
      options.clientFeatures ??
      (() => clientFeatures(client, { callerOf: (run) => bridge.callerOf(run), log })),
  });

  server.setNotificationHandler(RootsListChangedNotificationSchema, () => {
    bridge.registry.rootsChanged();
  });

  // The client has its answer, so slower preparations may start.
  server.oninitialized = () => {
    if (options.warm) void bridge.prepare();
  };

  server.setRequestHandler(ListToolsRequestSchema, () => ({ tools: [runPythonTool] }));

  server.setRequestHandler(
    CallToolRequestSchema,
    async ({ params }, { requestId, signal, sendNotification, sendRequest }) => {
      if (params.name !== runPythonTool.name) throw unknownTool(params.name);
      const report = createProgressReports(params._meta?.progressToken, sendNotification);
      running.add(requestId);
      try {
        return await runPython(bridge, params.arguments ?? {}, {
          signal,
          // Without reports, no server is asked for the progress of a call.
          onProgress: report,
          client: client.introduction,
          caller: { sendNotification, sendRequest, report: report ?? (() => {}) },
        });
      } finally {
        running.delete(requestId);
      }
    },
  );

  serveCapabilities(server, bridge.registry);

  const close = async (): Promise<void> => {
    await bridge.close();
    await server.close();
  };
  return { server, setServers: bridge.setServers, running, close, [Symbol.asyncDispose]: close };
}

function unknownTool(name: string): McpError {
  return new McpError(
    ErrorCode.InvalidParams,
    `There is no tool ${JSON.stringify(name)} here. The only one is run_python; other tools are called from its code.`,
  );
}
