import type {
  CallContext,
  SavedTool,
  SavedToolStore,
  ToolCallRequest,
  ToolHost,
  ToolResult,
} from "@mcp-code-execution/sandbox-runtime";

export interface RecordingHost extends ToolHost {
  /** Every tool call that reached the host. */
  calls: (ToolCallRequest & { session: string })[];
  /** The `id` arguments of `hang` calls that were aborted. */
  aborted: unknown[];
}

/** A host with one server whose tools do what a test of the way there and back needs. */
export function createRecordingHost(): RecordingHost {
  const calls: RecordingHost["calls"] = [];
  const aborted: unknown[] = [];
  let meeting: (() => void)[] = [];

  async function answer(
    { tool, arguments: args }: ToolCallRequest,
    { signal }: CallContext,
  ): Promise<ToolResult> {
    switch (tool) {
      case "echo":
        return { content: [], structuredContent: { result: args } };
      case "json":
        return { content: [{ type: "text", text: String(args["text"]) }] };
      case "big":
        return { content: [{ type: "text", text: "b".repeat(Number(args["characters"])) }] };
      case "fail":
        return { content: [{ type: "text", text: String(args["why"]) }], isError: true };
      case "meet":
        // Answers only once as many calls as `of` wait at the same time.
        await new Promise<void>((resolve) => {
          meeting.push(resolve);
          if (meeting.length < Number(args["of"])) return;
          for (const go of meeting) go();
          meeting = [];
        });
        return { content: [], structuredContent: { result: args["n"] } };
      case "hang":
        return new Promise((_, reject) => {
          signal.addEventListener("abort", () => {
            aborted.push(args["id"]);
            reject(new Error("aborted"));
          });
        });
      default:
        throw Object.assign(new Error(`no tool '${tool}'`), { code: "unknown-tool" });
    }
  }

  return {
    calls,
    aborted,
    listServers: () => [
      { name: "echo-server", alias: "echo_server", description: "Says it again" },
    ],
    callTool(request, context) {
      calls.push({ ...request, session: context.session });
      return answer(request, context);
    },
    searchTools: async ({ query, limit }) => [
      { server: "echo-server", tool: "echo", query, limit },
    ],
    describeTools: async () => ({ echo: { description: "Echoes" } }),
    savedTools: createMemoryStore(),
  };
}

function createMemoryStore(): SavedToolStore {
  let tools: readonly SavedTool[] = [{ name: "unreadable", problem: "its file cannot be read" }];
  const without = (name: string): SavedTool[] => tools.filter((tool) => tool.name !== name);
  return {
    list: async () => tools,
    async save(tool, { overwrite }) {
      if (!overwrite && tools.some(({ name }) => name === tool.name)) {
        throw Object.assign(new Error(`there is a saved tool '${tool.name}' already`), {
          code: "saved-tool-exists",
        });
      }
      tools = [...without(tool.name), tool];
    },
    async remove(name) {
      tools = without(name);
    },
  };
}
