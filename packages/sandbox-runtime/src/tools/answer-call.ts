import { z } from "zod";
import type { CallError, CallResult } from "../protocol/host-frames.ts";
import { isNestedBeyond, maxNesting } from "../protocol/nesting.ts";
import { isPlainRecord } from "../protocol/plain-frame.ts";
import type { Call } from "../protocol/sandbox-frames.ts";
import type { KnownSavedTools, SavedToolChanges } from "./known-saved-tools.ts";
import { savedToolLimits, type SavedToolStore } from "./saved-tool-store.ts";
import { describeValue } from "../describe-value.ts";
import { problemOfAnswer } from "./check-answer.ts";
import { longestName, readCallParams } from "./call-params.ts";
import type { CallContext, ToolHost } from "./tool-host.ts";

const name = z.string().min(1).max(longestName);
const detail = z.enum(["summary", "full"]).default("summary");

const searchParams = z.object({
  query: z.string().max(10_000),
  limit: z.int().min(1).max(100).default(5),
  server: name.optional(),
  detail,
});
const describeParams = z.object({ server: name, tool: name.optional(), detail });
const serverParams = z.object({ server: name });
const resourceParams = z.object({ server: name, uri: z.string().min(1).max(100_000) });
const promptParams = z.object({
  server: name,
  name,
  // A record's schema would look at each of very many, and name each that is wrong.
  arguments: z.custom<Record<string, string>>(isTexts, "it must be an object of texts").default({}),
});
const savedName = z
  .string()
  .max(savedToolLimits.nameCharacters)
  .regex(
    /^(?!__)[A-Za-z_][A-Za-z0-9_]*$/,
    "it must be a Python name of ASCII letters, digits and _",
  );
const saveParams = z.object({
  name: savedName,
  source: z.string().refine((text) => Buffer.byteLength(text) <= savedToolLimits.sourceBytes, {
    error: `it must be at most ${savedToolLimits.sourceBytes} bytes: read long data from a file or a tool`,
  }),
  overwrite: z.boolean().default(false),
});
const removeParams = z.object({ name: savedName });

/** A call of the sandbox; it is itself what its host learns about it. */
export interface AskedCall extends CallContext, Pick<Call, "id" | "method" | "params"> {
  /** Receives the answer, never while the call is being passed on. Must not throw. */
  answer(result: CallResult): void;
}

function isTexts(value: unknown): boolean {
  return isPlainRecord(value) && Object.values(value).every((text) => typeof text === "string");
}

/** Passes one call of the sandbox to the host. Never throws: a failure is an answer too. */
export function answerCall(host: ToolHost, call: AskedCall, known: KnownSavedTools): void {
  void asked(host, call, known).then(
    (value) => call.answer(resultOf(call, value)),
    (error: unknown) => call.answer(failure(call, error)),
  );
}

/** Not an async function: its frame and promise would be kept for each of thousands of waiting calls. */
function asked(host: ToolHost, call: AskedCall, known: KnownSavedTools): Promise<unknown> {
  try {
    return Promise.resolve(ask(host, call, known));
  } catch (error) {
    return Promise.reject(error);
  }
}

function resultOf(call: AskedCall, value: unknown): CallResult {
  try {
    const problem = problemOfAnswer(call.method, value);
    if (problem !== undefined) throw refusal("call-failed", `the host's ${problem}`);
    if (isNestedBeyond(value)) {
      throw refusal("call-failed", `the answer is nested more than ${maxNesting} levels deep`);
    }
    return { type: "call-result", id: call.id, ok: true, value };
  } catch (error) {
    return failure(call, error);
  }
}

function failure({ id }: AskedCall, error: unknown): CallResult {
  return { type: "call-result", id, ok: false, error: describe(error) };
}

function ask(host: ToolHost, call: AskedCall, known: KnownSavedTools): unknown {
  const { method, params } = call;
  // The call is itself what its host learns about it.
  const context: CallContext = call;
  context.cancelSignal.throwIfAborted();
  switch (method) {
    case "tools.call":
      return host.callTool(readCallParams(params), context);
    case "tools.search":
      return host.searchTools(searchParams.parse(params), context);
    case "tools.describe":
      return host.describeTools(describeParams.parse(params), context);
    case "servers.list":
      return host.listServers();
    case "servers.describe":
      return (
        host.describeServer?.(serverParams.parse(params), context) ?? absent("describing a server")
      );
    case "resources.list":
      return host.listResources?.(serverParams.parse(params), context) ?? absent("resources");
    case "resources.templates":
      return (
        host.listResourceTemplates?.(serverParams.parse(params), context) ??
        absent("resource templates")
      );
    case "resources.read":
      return host.readResource?.(resourceParams.parse(params), context) ?? absent("resources");
    case "prompts.list":
      return host.listPrompts?.(serverParams.parse(params), context) ?? absent("prompts");
    case "prompts.get":
      return host.getPrompt?.(promptParams.parse(params), context) ?? absent("prompts");
    case "saved.list":
      return changedTools(host, known);
    case "saved.save": {
      const { overwrite, ...tool } = saveParams.parse(params);
      const saving = storeOf(host).save(tool, { overwrite, signal: context.signal });
      return saving.then(() => known.doubt([tool.name]));
    }
    case "saved.remove": {
      const { name: removed } = removeParams.parse(params);
      const removing = storeOf(host).remove(removed, { signal: context.signal });
      return removing.then(() => known.doubt([removed]));
    }
    default:
      throw refusal("refused", `the host knows no method ${JSON.stringify(method)}`);
  }
}

async function changedTools(host: ToolHost, known: KnownSavedTools): Promise<SavedToolChanges> {
  return known.tellRunning((await host.savedTools?.list()) ?? []);
}

function storeOf(host: ToolHost): SavedToolStore {
  if (host.savedTools) return host.savedTools;
  throw refusal(
    "saving-unavailable",
    "saved tools are switched off here: keep the function in this session",
  );
}

function absent(what: string): never {
  throw refusal("not-supported", `${what} cannot be asked for here: the host does not offer it`);
}

function refusal(code: string, message: string): Error {
  return Object.assign(new Error(message), { code });
}

function reasonOf(error: unknown): string {
  if (error === undefined || error === null) return "the host refused the call without a reason";
  return typeof error === "string" ? error : describeValue(error);
}

function describe(error: unknown): CallError {
  if (error instanceof z.ZodError) {
    // On one line, as the message of a Python error.
    const problems = error.issues.map(({ path, message }) => `${path.join(".")}: ${message}`);
    return { code: "invalid-arguments", message: problems.join("; ") };
  }
  // Anything can be thrown: `reject()` without a reason throws undefined.
  const { code, message, server, tool } = (error ?? {}) as Partial<CallError>;
  return {
    code: typeof code === "string" ? code : "call-failed",
    message: typeof message === "string" ? message : reasonOf(error),
    ...(typeof server === "string" && { server }),
    ...(typeof tool === "string" && { tool }),
  };
}
