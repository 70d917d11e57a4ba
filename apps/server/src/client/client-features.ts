// Forwards requests from upstream servers to our client, if it supports them. Every question names its server, and the
// clock of a run is paused while a person answers.
import type { ClientFeatures } from "@mcp-code-execution/mcp-proxy-registry";
import type { CallContext } from "@mcp-code-execution/sandbox-runtime";
import {
  CreateMessageResultSchema,
  CreateMessageResultWithToolsSchema,
  ListRootsResultSchema,
  type CreateMessageRequestParams,
} from "@modelcontextprotocol/sdk/types.js";
import type { ClientLink, McpCaller } from "./client-link.ts";
import type { ClientLog } from "./client-log.ts";
import { forwardElicitation, type AskPerson } from "./forward-elicitation.ts";
import { forwardedSampling } from "./forwarded-question.ts";

/** What forwarding needs in addition to our client. */
export interface FeatureOptions {
  /** The `caller` option of the run with this id. */
  callerOf(run: string): unknown;
  log: ClientLog;
}

/** The features that our client has now; read again whenever an upstream server starts. */
export function clientFeatures(client: ClientLink, options: FeatureOptions): ClientFeatures {
  const { sampling, elicitation, roots } = client.capabilities ?? {};

  function callerIn(contexts: readonly unknown[]): McpCaller | undefined {
    const callers = callsIn(contexts).map(({ run }) => options.callerOf(run));
    return callers.find((caller) => caller !== undefined) as McpCaller | undefined;
  }

  const askPerson: AskPerson = async ({ contexts, signal }, request, answer) => {
    const starts = callsIn(contexts).map((call) => call.stopClock());
    try {
      return await client.ask(request, answer, { signal, caller: callerIn(contexts) });
    } finally {
      for (const start of starts) start();
    }
  };

  return {
    ...(sampling && {
      sampleWithTools: sampling.tools !== undefined,
      sample: (asked, question) => {
        const params = forwardedSampling(question.server, asked) as CreateMessageRequestParams;
        const hasTools = "tools" in asked;
        const answer = hasTools ? CreateMessageResultWithToolsSchema : CreateMessageResultSchema;
        return askPerson(question, { method: "sampling/createMessage", params }, answer);
      },
    }),
    ...((elicitation?.form || elicitation?.url) && {
      elicit: forwardElicitation(client, elicitation, askPerson),
    }),
    ...(roots && {
      // The clock is not paused, since no person is asked: a server that asks again and again must not keep a run from
      // timing out.
      listRoots: ({ contexts, signal }) =>
        client.ask({ method: "roots/list" }, ListRootsResultSchema, {
          signal,
          caller: callerIn(contexts),
        }),
    }),
    onServerLog({ server, level, logger, data }, contexts) {
      const name = logger === undefined ? server : `${server}/${logger}`;
      options.log({ level, logger: name, data }, callerIn(contexts));
    },
  };
}

/** Calls that no sandbox made have no context. */
function callsIn(contexts: readonly unknown[]): CallContext[] {
  return contexts.filter((context) => context !== undefined) as CallContext[];
}
