import type { ServerHandle } from "../protocol/host-frames.ts";
import type { SavedToolStore } from "./saved-tool-store.ts";

/**
 * What sandboxed code may ask its host. The sandbox only asks; whoever implements this decides.
 * A method that throws an error with a string `code` raises the matching Python exception.
 */
export interface ToolHost {
  /** The servers that user code sees, asked for at the start of every run. */
  listServers(): readonly ServerHandle[];
  callTool(request: ToolCallRequest, context: CallContext): Promise<ToolResult>;
  searchTools(request: ToolSearchRequest, context: CallContext): Promise<readonly object[]>;
  /** Tool name to its documentation; with `tool`, that one alone. */
  describeTools(
    request: ToolDescribeRequest,
    context: CallContext,
  ): Promise<Record<string, object>>;
  /** Without it, saving a tool is an error that says so. */
  savedTools?: SavedToolStore | undefined;
}

export interface ToolCallRequest {
  server: string;
  tool: string;
  arguments: Record<string, unknown>;
}

export interface ToolSearchRequest {
  query: string;
  /** 1 to 100. */
  limit: number;
  server?: string | undefined;
  /** `full` adds each hit's `inputSchema`. */
  detail: "summary" | "full";
}

export interface ToolDescribeRequest {
  server: string;
  tool?: string | undefined;
  detail: "summary" | "full";
}

/** A tool's answer in the shape of MCP's `CallToolResult`. */
export interface ToolResult {
  content: readonly object[];
  structuredContent?: object | undefined;
  isError?: boolean | undefined;
}

export interface CallContext {
  /** The session's name. */
  session: string;
  /** The run's id, unique in the host process. */
  run: string;
  /** Aborted when user code cancels the call, or its run ends. */
  signal: AbortSignal;
  /** Adds a sentence to the run's notices, once. */
  notify(notice: string): void;
}
