/** Where a source stands: a variable, or a file of the project, of the user, or of Claude Desktop. */
export type ConfigSourceKind = "environment" | "working-directory" | "user" | "claude-desktop";

/** A source that may define servers, and what was found there. */
export interface ConfigSource {
  kind: ConfigSourceKind;
  /** The source's name in messages: the file's path, or `MCP_BRIDGE_CONFIG`. */
  label: string;
  /** Absolute path of the file; missing for JSON that stands in the environment itself. */
  path?: string;
  /** `absent`: there is no such file or variable. `invalid`: it could not be read or understood. */
  status: "read" | "absent" | "invalid";
  /** Names of the servers taken from here. */
  servers: string[];
  /** Names in this source that an earlier source already has. */
  shadowed: string[];
}

/** The content of a source. */
export type SourceText =
  | { status: "read"; text: string }
  | { status: "absent" }
  | { status: "invalid"; message: string };
