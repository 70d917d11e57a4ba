import type { AskOptions, CallOptions, Registry } from "@mcp-code-execution/mcp-proxy-registry";
import type {
  CallContext,
  SavedToolStore,
  ToolHost,
  ToolSearchRequest,
  UnusableServerHandle,
} from "@mcp-code-execution/sandbox-runtime";
import { errorForCode } from "./error-for-code.ts";
import { unusableError } from "./unusable-error.ts";
import { followTools } from "./follow-tools.ts";
import { learnTools } from "./learn-tools.ts";
import { reportToolProgress, type ToolProgressListener } from "./report-tool-progress.ts";
import { toolDocs } from "./tool-docs.ts";

/** Lower scores would be displayed as 0.00. */
const leastScore = 0.005;

/** What requests of the sandbox concern besides the registry. */
export interface ToolHostOptions {
  savedTools?: SavedToolStore | undefined;
  /** Who receives the progress of a run's calls. */
  progressListenerOf?: ((run: string) => ToolProgressListener | undefined) | undefined;
  /** Servers that are configured and cannot be used. */
  unusableServers?: (() => readonly UnusableServerHandle[]) | undefined;
}

/** Answers the sandbox's requests: calls go to the registry, searches to an index that follows the registry. */
export function createToolHost(
  registry: Registry,
  { savedTools, progressListenerOf, unusableServers = () => [] }: ToolHostOptions = {},
): ToolHost {
  const followed = followTools(registry);

  /** Rejects with what code may read of an error. */
  function explained<T>(context: CallContext, answer: Promise<T>): Promise<T> {
    return answer.catch((error: unknown) => {
      throw unusableError(error, unusableServers()) ?? errorForCode(error, context);
    });
  }

  async function search(
    { query, limit, server, detail }: ToolSearchRequest,
    context: CallContext,
  ): Promise<readonly object[]> {
    const within = server === undefined ? undefined : registry.resolveServer(server).name;
    const unknown = registry.servers
      .map(({ name }) => name)
      .filter((name) => !followed.isKnown(name) && (within === undefined || name === within));
    await learnTools(registry, unknown, context);
    context.cancelSignal.throwIfAborted();
    const hits = await followed.search(query, {
      limit,
      server: within,
      minScore: leastScore,
      includeSchema: detail === "full",
    });
    return hits.map((hit) => ({ ...hit, score: Math.round(hit.score * 1000) / 1000 }));
  }

  return {
    savedTools,

    listServers: () =>
      registry.servers.map(({ name, alias, description }) => ({
        name,
        alias,
        ...(description !== undefined && { description }),
      })),

    unusableServers,

    callTool(request, context) {
      const { server, tool, arguments: args } = request;
      // With every option from the start: V8 would keep those that are added later in another object.
      const call: CallOptions = {
        signal: context.cancelSignal,
        context,
        json: context.json,
        onProgress: undefined,
        onLog: undefined,
      };
      const listener = progressListenerOf?.(context.run);
      const told = listener && reportToolProgress(request, listener);
      if (told ?? context.onProgress) {
        call.onProgress = (progress) => {
          context.onProgress?.(progress);
          told?.(progress);
        };
      }
      if (context.onLog) call.onLog = context.onLog.bind(context);
      return explained(context, registry.callTool(server, tool, args, call));
    },

    searchTools: (request, context) => explained(context, search(request, context)),

    async describeTools({ server, tool, detail }, context) {
      const ask = askOf(context);
      const tools = await explained(
        context,
        tool === undefined
          ? registry.listTools(server, ask)
          : registry.resolveTool(server, tool, ask).then((found) => [found]),
      );
      return Object.fromEntries(tools.map((entry) => [entry.name, toolDocs(entry, detail)]));
    },

    listResources: ({ server }, context) =>
      explained(context, registry.listResources(server, askOf(context))),
    listResourceTemplates: ({ server }, context) =>
      explained(context, registry.listResourceTemplates(server, askOf(context))),
    readResource: ({ server, uri }, context) =>
      explained(context, registry.readResource(server, uri, askOf(context))),
    listPrompts: ({ server }, context) =>
      explained(context, registry.listPrompts(server, askOf(context))),
    getPrompt: ({ server, name, arguments: args }, context) =>
      explained(context, registry.getPrompt(server, name, args, askOf(context))),
    describeServer: ({ server }, context) =>
      explained(context, registry.describeServer(server, { signal: context.cancelSignal })),
  };
}

/** The run on whose behalf the gate is asked. */
function askOf(context: CallContext): AskOptions {
  return { signal: context.cancelSignal, context };
}
