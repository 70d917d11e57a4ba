export { createServer } from "./create-server.ts";
export type { CodeExecutionServer } from "./create-server.ts";
export { createBridge } from "./bridge.ts";
export type { Bridge, BridgeOptions, BridgeRunOptions } from "./bridge.ts";
export { createToolHost } from "./tool-host/create-tool-host.ts";
