// What a call has turned out to be of: code may spell a server's and a tool's name as a Python identifier, and may write
// frames of its own.
import type { CatalogTool } from "@mcp-code-execution/mcp-proxy-registry";
import type { CallContext } from "@mcp-code-execution/sandbox-runtime";

/** The names of a server and a tool, or of what stands for a tool in rules. */
export interface ResolvedNames {
  server: string;
  tool: string;
}

/** Tells who observes a call which tool it is of. */
export interface NameResolution {
  /** The gate has found the tool of a call. `context` is that of the call, if code makes it. */
  found(context: unknown, tool: Pick<CatalogTool, "server" | "name">): void;
  /** The returned function gives the names, once they are found. */
  follow(context: CallContext): () => ResolvedNames | undefined;
}

export function createNameResolution(): NameResolution {
  // Only those that somebody follows: most calls are not observed.
  const followed = new WeakMap<object, { names?: ResolvedNames }>();
  return {
    found(context, { server, name }) {
      const call = followed.get(context as object);
      if (call) call.names = { server, tool: name };
    },
    follow(context) {
      const call: { names?: ResolvedNames } = {};
      followed.set(context, call);
      return () => call.names;
    },
  };
}
