import { z } from "zod";
import type { CallError, CallResult } from "../protocol/host-frames.ts";
import { isNestedBeyond, maxNesting } from "../protocol/nesting.ts";
import type { Call } from "../protocol/sandbox-frames.ts";
import { describeValue } from "../describe-value.ts";
import { askHost } from "./ask-host.ts";
import { problemOfAnswer } from "./check-answer.ts";
import type { KnownSavedTools } from "./known-saved-tools.ts";
import { refusal } from "./refusal.ts";
import type { CallContext, ToolHost } from "./tool-host.ts";

/** A call of the sandbox; it is itself what its host learns about it. */
export interface AskedCall extends CallContext, Pick<Call, "id" | "method" | "params"> {
  /** Receives the answer, never while the call is being passed on. Must not throw. */
  answer(result: CallResult): void;
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
    return Promise.resolve(askHost(host, call, known));
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
