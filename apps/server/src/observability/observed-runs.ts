// The only place where runs and tool calls are observed. It is outside of everything that may refuse a call, so that
// every call is recorded exactly once, however it ends.
import { randomUUID } from "node:crypto";
import type { RunReport } from "@mcp-code-execution/output-formatters";
import type { CallContext, ToolCallRequest, ToolHost } from "@mcp-code-execution/sandbox-runtime";
import { getsPrompt, readsResource } from "../access/guard-offers.ts";
import type { NameResolution, ResolvedNames } from "../access/resolved-names.ts";
import { errorForCode } from "../tool-host/error-for-code.ts";
import { callOutcome, errorCodeOf } from "./call-outcome.ts";
import type {
  RunClient,
  RunObservation,
  RunObserver,
  ToolCallEnd,
  ToolCallObservation,
} from "./run-observer.ts";

/** Reports runs and their calls to every observer. */
export interface ObservedRuns {
  /** Runs `run` with the id that identifies its calls. Rejects if an observer refuses the run. */
  observe(start: ObservedRun, run: (id: string) => Promise<RunReport>): Promise<RunReport>;
  /** The same host, but every tool call is observed. */
  observeCalls(host: ToolHost): ToolHost;
  close(): Promise<void>;
}

/** A run that is about to start. */
export interface ObservedRun {
  session: string;
  code: string;
  client?: RunClient | undefined;
}

/** Without `names`, observers get all names as the code wrote them. */
export function createObservedRuns(
  observers: readonly RunObserver[],
  names?: Pick<NameResolution, "follow">,
): ObservedRuns {
  const running = new Map<string, readonly RunObservation[]>();
  const runsOf = ({ run }: CallContext): readonly RunObservation[] => running.get(run) ?? [];

  function observeCall<T>(
    request: ToolCallRequest,
    context: CallContext,
    work: () => Promise<T>,
  ): Promise<T> {
    const found = names?.follow(context);
    const namesOf = (error: unknown): ResolvedNames =>
      found?.() ?? { server: serverOf(error) ?? request.server, tool: request.tool };
    return recorded({ runs: runsOf(context), request, context, namesOf }, work);
  }

  return {
    async observe(start, run) {
      const id = randomUUID();
      const startedAt = new Date();
      const startedMs = performance.now();
      // One after the other: if one refuses, the following ones have not started anything.
      const observations: RunObservation[] = [];
      for (const observer of observers) {
        const observation = await observer.startRun({ ...start, id, startedAt });
        if (observation) observations.push(observation);
      }
      running.set(id, observations);
      let report: RunReport | undefined;
      try {
        report = await run(id);
        return report;
      } finally {
        running.delete(id);
        const durationMs = performance.now() - startedMs;
        const end = {
          status: report?.status ?? ("lost" as const),
          errorType: report?.error?.type,
          durationMs,
        };
        await Promise.all(observations.map((observation) => observation.end(end)));
      }
    },

    observeCalls(host) {
      const { readResource, getPrompt } = host;
      return {
        ...host,
        callTool(request, context) {
          // Most calls take this path, so every operation here counts.
          if (runsOf(context).length === 0) return host.callTool(request, context);
          return observeCall(request, context, () => host.callTool(request, context));
        },
        // Requests other than tool calls also reach a server; they are recorded under the name of the MCP request.
        ...(readResource && {
          readResource(request, context) {
            const { server, uri } = request;
            const call = { server, tool: readsResource, arguments: { uri } };
            const work = () => readResource(request, context);
            return observeCall(call, context, work);
          },
        }),
        ...(getPrompt && {
          getPrompt(request, context) {
            const { server, ...prompt } = request;
            const call = { server, tool: getsPrompt, arguments: prompt };
            const work = () => getPrompt(request, context);
            return observeCall(call, context, work);
          },
        }),
      };
    },

    async close() {
      await Promise.all(observers.map((observer) => observer.close()));
    },
  };
}

interface ObservedCall {
  runs: readonly RunObservation[];
  request: ToolCallRequest;
  context: CallContext;
  /** The names at the end of the call, which may have ended in an error. */
  namesOf(error: unknown): ResolvedNames;
}

async function recorded<T>(
  { runs, request, context, namesOf }: ObservedCall,
  work: () => Promise<T>,
): Promise<T> {
  const startedAt = new Date();
  const startedMs = performance.now();
  const observations: ToolCallObservation[] = [];
  try {
    for (const run of runs) observations.push(await run.startCall({ ...request, startedAt }));
  } catch (error) {
    throw errorForCode(error, context);
  }
  const end = (ended: Pick<ToolCallEnd, "outcome" | "errorCode">, error?: unknown): void => {
    const durationMs = performance.now() - startedMs;
    const whole = { ...namesOf(error), ...ended, durationMs };
    for (const observation of observations) observation.end(whole);
  };
  try {
    // The run may have ended while this was recorded.
    context.cancelSignal.throwIfAborted();
    const result = await work();
    end({ outcome: isErrorResult(result) ? "error" : "ok" });
    return result;
  } catch (error) {
    const { aborted: isAborted, reason } = context.cancelSignal;
    const aborted = isAborted && error === reason;
    end(
      aborted
        ? { outcome: "cancelled", errorCode: "cancelled" }
        : { outcome: callOutcome(error), errorCode: errorCodeOf(error) },
      error,
    );
    throw error;
  }
}

/** The server that an error is about: an unknown tool's server has been found. */
function serverOf(error: unknown): string | undefined {
  const server = error instanceof Error && "server" in error ? error.server : undefined;
  return typeof server === "string" ? server : undefined;
}

function isErrorResult(result: unknown): boolean {
  return (
    typeof result === "object" && result !== null && "isError" in result && result.isError === true
  );
}
