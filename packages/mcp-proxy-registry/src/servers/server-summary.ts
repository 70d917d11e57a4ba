/**
 * `idle`: not started, or ended. `starting`: a start is in progress. `ready`: running. `failed`: the last start failed;
 * the next use tries again.
 */
export type ServerState = "idle" | "starting" | "ready" | "failed";

/** One configured server. */
export interface ServerSummary {
  name: string;
  /** The name as a Python identifier. */
  alias: string;
  description?: string;
  state: ServerState;
}

/** How a running server introduced itself. */
export interface ServerDescription {
  name: string;
  alias: string;
  /** From the definition. */
  description?: string;
  title?: string;
  version?: string;
  instructions?: string;
  protocolVersion?: string;
  /** As the server declared them: `{tools: {listChanged: true}, prompts: {}}`. */
  capabilities: Record<string, unknown>;
}
