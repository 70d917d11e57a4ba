import type { Bridge } from "../bridge/bridge-types.ts";
import { runPythonTool } from "./tool-definition.ts";
import { runPython } from "./run-python.ts";

/** `run_python` for an agent framework: what to show the model, and what to do when it calls. */
export interface RunPythonTool {
  name: string;
  description: string;
  /** JSON Schema of the input: `code`, and optional `session` and `timeout`, in seconds. */
  inputSchema: typeof runPythonTool.inputSchema;
  /** Resolves with the text for the model, in the bridge's output mode. Never throws for what code does. */
  execute(input: unknown, options?: { signal?: AbortSignal | undefined }): Promise<string>;
}

/**
 * The same tool that `createServer` offers, without MCP in front. Images are left out of its text; `bridge.run` has
 * them.
 */
export function createRunPythonTool(bridge: Bridge): RunPythonTool {
  const { name, description = "", inputSchema } = runPythonTool;
  return {
    name,
    description,
    inputSchema,
    async execute(input, { signal = new AbortController().signal } = {}) {
      const { content } = await runPython(bridge, input, { signal });
      return content.map((block) => (block.type === "text" ? block.text : "[image]")).join("\n");
    },
  };
}
