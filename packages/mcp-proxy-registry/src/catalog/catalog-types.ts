import type { AskOptions } from "../calls/ask-options.ts";
import type { RegistryError } from "../registry-error.ts";
import type { JsonSchemaObject } from "../schemas/json-schema.ts";

/** One tool of one server. */
export interface CatalogTool {
  /** The server's name, not its alias. */
  server: string;
  name: string;
  /** The name as a Python identifier, unique within the server. */
  alias: string;
  title?: string;
  description: string;
  inputSchema: JsonSchemaObject;
  outputSchema?: JsonSchemaObject;
  annotations?: Record<string, unknown>;
  /** The call as one line of Python, for example `get_sum(a: float, b: float)`. */
  signature: string;
}

/** Every available tool, and the servers whose tools are not available. */
export interface Catalog {
  tools: CatalogTool[];
  failures: { server: string; error: RegistryError }[];
}

/** Options of a catalog. */
export interface CatalogOptions extends AskOptions {
  /** These servers, by name or alias. Default: all. */
  servers?: readonly string[] | undefined;
  /**
   * With `leave`, servers that take much longer to start than the others are failures with the code `still-starting`,
   * and continue to start. Default `wait`: the catalog waits for every start to end.
   */
  stragglers?: "wait" | "leave" | undefined;
}

/** Called with the tools of a server when they become known or change, and with `undefined` when the server is gone. */
export type ToolsListener = (server: string, tools: readonly CatalogTool[] | undefined) => void;
