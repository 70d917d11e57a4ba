import { createNoopMeter, metrics } from "@opentelemetry/api";
import { version } from "../../version.ts";

const unknownCodes: ReadonlySet<string | undefined> = new Set(["unknown-server", "unknown-tool"]);

/** A call that ended. */
interface EndedCall {
  server: string;
  tool: string;
  outcome: string;
  errorCode?: string | undefined;
  /** Undefined if it ended well. */
  errorType: string | undefined;
  durationMs: number;
}

/** The metrics of runs and calls. */
export interface Instruments {
  /** False without an SDK that receives them. */
  readonly areRead: boolean;
  recordRun(status: string, durationMs: number): void;
  recordCall(call: EndedCall): void;
}

export function createInstruments(name: string): Instruments {
  const meter = metrics.getMeter(name, version);
  const runDuration = meter.createHistogram("mcp_code_execution.run.duration", {
    description: "How long runs took, by status",
    unit: "s",
  });
  const callDuration = meter.createHistogram("mcp_code_execution.tool_call.duration", {
    description: "How long tool calls took, by server, tool and outcome",
    unit: "s",
  });
  const runs = meter.createCounter("mcp_code_execution.runs", {
    description: "Runs that ended, by status",
  });
  const calls = meter.createCounter("mcp_code_execution.tool_calls", {
    description: "Tool calls that ended, by server, tool and outcome",
  });
  const failures = meter.createCounter("mcp_code_execution.tool_call.failures", {
    description: "Tool calls that did not end well, by server, tool and error",
  });

  return {
    areRead: meter !== createNoopMeter(),
    recordRun(status, durationMs) {
      const attributes = { "mcp_code_execution.status": status };
      runs.add(1, attributes);
      runDuration.record(durationMs / 1000, attributes);
    },
    recordCall({ server, tool, outcome, errorCode, errorType, durationMs }) {
      // Code can invent any number of names, and an SDK keeps a time series for each.
      const isUnknown = unknownCodes.has(errorCode);
      const what = {
        "mcp_code_execution.server": isUnknown ? "_OTHER" : server,
        "gen_ai.tool.name": isUnknown ? "_OTHER" : tool,
      };
      if (errorType !== undefined) failures.add(1, { ...what, "error.type": errorType });
      const attributes = { ...what, "mcp_code_execution.outcome": outcome };
      calls.add(1, attributes);
      callDuration.record(durationMs / 1000, attributes);
    },
  };
}
