// Asks a person about calls, one question at a time, and remembers what was allowed for a whole session.
import { setImmediate } from "node:timers/promises";
import {
  abortSignalOf,
  type CancelSignal,
  type CatalogTool,
} from "@mcp-code-execution/mcp-proxy-registry";
import { AccessError, toolChanged } from "./access-error.ts";
import type { ApprovalAnswer, ApprovalRequest, Approve } from "./approval.ts";
import { createRunNotes } from "./run-notes.ts";

/** A call that waits for approval. */
export interface AskedCall {
  tool: CatalogTool;
  arguments: Record<string, unknown>;
  session: string;
  /** `CallContext.runKey` of the run whose code makes the call; undefined if no run does. */
  runKey: object | undefined;
  caller: unknown;
  signal: CancelSignal;
}

/** The calls that a person has to allow, and those that were allowed for a session. */
export interface Approvals {
  /** Resolves when the call is allowed; throws `call-refused`, `cannot-ask` or `tool-changed`. */
  obtain(call: AskedCall): Promise<void>;
  /** Forgets what was allowed for a server that has changed. */
  forget(server: string): void;
}

// After so many refusals of a tool, code in a loop cannot keep asking.
const maxRefusals = 3;

/** Calls that continue in one turn of the event loop: thousands may wait for the same answer. */
const maxPerTurn = 64;

/** Without `approve` there is nobody to ask: every call is refused with `cannot-ask`. */
export function createApprovals(approve: Approve = nobody): Approvals {
  const allowed = new Map<string, Set<string>>();
  const refusals = createRefusals();
  let last: Promise<unknown> = Promise.resolve();
  let obtained = 0;

  /** A call that is cancelled gives up its turn, even if `approve` ignores its signal. */
  function obtain(call: AskedCall): Promise<void> {
    const { signal } = call;
    obtained += 1;
    const before = obtained % maxPerTurn === 0 ? last.then(() => setImmediate()) : last;
    const turn = before.then(() => (signal.aborted ? undefined : untilAborted(ask(call), signal)));
    last = turn.catch(() => {});
    return untilAborted(turn, signal);
  }

  async function ask(call: AskedCall): Promise<void> {
    const { tool, session } = call;
    const known = allowed.get(tool.server) ?? new Set();
    allowed.set(tool.server, known);
    const key = allowanceOf(session, tool);
    if (known.has(key)) return;
    if (refusals.of(call) >= maxRefusals) throw refusedOften(tool);
    const answer = await answerTo(approve, call);
    // An answer to a withdrawn question is neither a yes nor a no.
    call.signal.throwIfAborted();
    if (answer !== "once" && answer !== "session") {
      refusals.add(call);
      throw refused(tool);
    }
    // The server changed in the meantime, so the answer is about something else.
    if (allowed.get(tool.server) !== known) throw toolChanged(tool);
    if (answer === "session") known.add(key);
  }

  return {
    obtain,
    forget: (server) => void allowed.delete(server),
  };
}

function keyOf({ tool }: AskedCall): string {
  return JSON.stringify([tool.server, tool.name]);
}

/** How often a tool was refused in a run. */
function createRefusals(): { of(call: AskedCall): number; add(call: AskedCall): void } {
  const runs = createRunNotes(() => new Map<string, number>());
  const of = (call: AskedCall): number =>
    (call.runKey && runs.of(call.runKey).get(keyOf(call))) ?? 0;
  return {
    of,
    add(call) {
      if (call.runKey) runs.of(call.runKey).set(keyOf(call), of(call) + 1);
    },
  };
}

/** A tool whose description, schema or annotations have changed is not the tool that was allowed. */
function allowanceOf(session: string, tool: CatalogTool): string {
  return JSON.stringify([session, tool]);
}

async function answerTo(approve: Approve, call: AskedCall): Promise<ApprovalAnswer> {
  const { tool, session, caller, signal } = call;
  const request: ApprovalRequest = {
    server: tool.server,
    tool: tool.name,
    arguments: structuredClone(call.arguments),
    description: tool.description,
    annotations: tool.annotations,
    session,
    caller,
    signal: abortSignalOf(signal),
  };
  try {
    return await approve(request);
  } catch (error) {
    if (error instanceof AccessError || signal.aborted) throw error;
    const { server, name } = tool;
    throw new AccessError(
      "call-refused",
      `Tool "${name}" of server "${server}" was not called, because asking a person for approval failed (${error instanceof Error ? error.message : String(error)}).`,
      { server, tool: name, cause: error },
    );
  }
}

function refused({ server, name }: CatalogTool): AccessError {
  return new AccessError(
    "call-refused",
    `The person did not allow this call of tool "${name}" of server "${server}". ` +
      "Do not try to achieve the same by other means; say what you need it for.",
    { server, tool: name },
  );
}

function refusedOften({ server, name }: CatalogTool): AccessError {
  return new AccessError(
    "call-refused",
    `The person has refused tool "${name}" of server "${server}" ${maxRefusals} times in this run, and is not asked again. ` +
      "End the run and say what you need the tool for.",
    { server, tool: name },
  );
}

async function nobody({ server, tool }: ApprovalRequest): Promise<never> {
  throw new AccessError(
    "cannot-ask",
    `Tool "${tool}" of server "${server}" needs a person's approval, and there is nobody to ask here. ` +
      `Use an MCP client that supports elicitation, or set tools.ask of the entry "${server}" so that it needs no approval.`,
    { server, tool },
  );
}

async function untilAborted(work: Promise<void>, signal: CancelSignal): Promise<void> {
  let onAbort: (() => void) | undefined;
  const aborted = new Promise<never>((_, reject) => {
    onAbort = (): void => reject(signal.reason);
    if (signal.aborted) onAbort();
    else signal.addEventListener("abort", onAbort);
  });
  try {
    return await Promise.race([work, aborted]);
  } finally {
    if (onAbort) signal.removeEventListener("abort", onAbort);
  }
}
