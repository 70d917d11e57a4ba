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
  /** The run's key of every tool call that reached the host. */
  runKeys: object[];
  /** The `id` arguments of `hang` calls that were aborted. */
  aborted: unknown[];
}

/** A host with one server whose tools do what a test of the way there and back needs. */
export function createRecordingHost(): RecordingHost {
  const calls: RecordingHost["calls"] = [];
  const runKeys: object[] = [];
  const aborted: unknown[] = [];
  let meeting: (() => void)[] = [];

  async function answer(
    { tool, arguments: args }: ToolCallRequest,
    context: CallContext,
  ): Promise<ToolResult> {
    const { signal } = context;
    switch (tool) {
      case "get_prompt":
        return { content: [{ type: "text", text: "a tool" }] };
      case "blocks":
        return { content: args["blocks"] as object[] };
      case "report":
        for (const progress of args["progress"] as number[]) {
          context.onProgress?.({ progress, total: 9 });
          await new Promise((resolve) => setTimeout(resolve, 100));
        }
        for (const data of args["log"] as unknown[]) context.onLog?.({ level: "info", data });
        return { content: [], structuredContent: { result: reportsAsked(context) } };
      case "flood":
        for (let n = 1; n <= Number(args["times"]); n += 1) {
          context.onProgress?.({ progress: n, message: "m".repeat(10_000) });
          context.onLog?.({ level: "debug", data: n });
        }
        return { content: [], structuredContent: { result: "survived" } };
      case "ask a person": {
        const resume = [context.stopClock(), context.stopClock()];
        await new Promise<void>((resolve) => {
          const timer = setTimeout(resolve, Number(args["ms"]));
          signal.addEventListener("abort", () => (clearTimeout(timer), resolve()));
        });
        for (const go of args["forgets"] ? [] : resume) go();
        return { content: [], structuredContent: { result: "yes" } };
      }
      case "unwritable":
        return { content: [], structuredContent: { result: 2n ** 64n } };
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
    runKeys,
    aborted,
    listServers: () => [
      { name: "echo-server", alias: "echo_server", description: "Says it again" },
    ],
    unusableServers: () => [
      { name: "broken-server", alias: "broken_server", reason: `It is broken${"!".repeat(1000)}` },
    ],
    callTool(request, context) {
      calls.push({ ...request, session: context.session });
      runKeys.push(context.runKey);
      return answer(request, context);
    },
    searchTools: async ({ query, limit }) => [
      { server: "echo-server", tool: "echo", query, limit },
    ],
    async describeTools({ tool = "echo" }): Promise<Record<string, object>> {
      if (tool === "echo") return { echo: { description: "Echoes" } };
      if (tool === "get_prompt") return { get_prompt: { description: "A tool of that name" } };
      throw Object.assign(new Error(`no tool '${tool}'`), { code: "unknown-tool" });
    },
    listResources: async ({ server }) => [{ uri: "note://1", name: `of ${server}` }],
    listResourceTemplates: async () => [{ uriTemplate: "note://{n}", name: "note" }],
    async readResource({ uri }) {
      const contents = resources[uri];
      if (contents) return { contents };
      throw Object.assign(new Error(`no resource ${uri}`), { code: "call-failed" });
    },
    listPrompts: async () => [{ name: "greet", arguments: [{ name: "who", required: true }] }],
    getPrompt: async ({ name, arguments: args }) => ({
      description: name,
      messages: [
        { role: "user", content: { type: "text", text: JSON.stringify(args) } },
        { role: "assistant", content: { type: "image", mimeType: "image/png", data: "iVBORw==" } },
      ],
    }),
    describeServer: async ({ server }) => ({ name: server, instructions: "Say it again." }),
    savedTools: createMemoryStore(),
  };
}

const resources: Record<string, object[]> = {
  "note://1": [{ uri: "note://1", mimeType: "application/json", text: "[1]" }],
  "note://2": [
    { uri: "note://2", text: "a" },
    { uri: "note://2#dot", mimeType: "image/gif", blob: "R0lGODlh" },
  ],
  "note://empty": [],
};

function reportsAsked(context: CallContext): string {
  return `${context.onProgress ? "progress" : "no progress"}, ${context.onLog ? "log" : "no log"}`;
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
