/** A server that is started as a child process and spoken to over its stdin and stdout. */
export interface StdioServerEntry {
  transport: "stdio";
  command: string;
  args: string[];
  /** Variables that the entry sets for the server. */
  env: Record<string, string>;
  /** Absolute path of the folder to start in. */
  cwd?: string;
  description?: string;
}

/** A server that is reached over HTTP: `http` is streamable HTTP, `sse` the older transport with server-sent events. */
export interface UrlServerEntry {
  transport: "http" | "sse";
  url: string;
  headers: Record<string, string>;
  description?: string;
}

export type ServerEntry = StdioServerEntry | UrlServerEntry;
