// Forwards requests from upstream servers to our client, if it supports them. Every question names its server, and the
// clock of a run is paused while a person answers.
import type { ClientFeatures, Question } from "@mcp-code-execution/mcp-proxy-registry";
import type { CallContext } from "@mcp-code-execution/sandbox-runtime";
import {
  CreateMessageResultSchema,
  CreateMessageResultWithToolsSchema,
  ElicitResultSchema,
  ListRootsResultSchema,
  type CreateMessageRequestParams,
  type ElicitRequestFormParams,
} from "@modelcontextprotocol/sdk/types.js";
import type { ClientLink, McpCaller } from "./client-link.ts";
import type { ClientLog } from "./client-log.ts";
import {
  forwardedMessage,
  forwardedPage,
  forwardedSampling,
  forwardedSchema,
  isForwardedForm,
} from "./forwarded-question.ts";

// It is kept until the server says that the person has done what the page is for, if ever.
const maxIdCharacters = 1_000;

/** What forwarding needs in addition to our client. */
export interface FeatureOptions {
  /** The `caller` option of the run with this id. */
  callerOf(run: string): unknown;
  log: ClientLog;
}

/** The features that our client has now; read again whenever an upstream server starts. */
export function clientFeatures(client: ClientLink, options: FeatureOptions): ClientFeatures {
  const { sampling, elicitation, roots } = client.capabilities ?? {};

  const openPages = new Set<string>();

  function callerIn(contexts: readonly unknown[]): McpCaller | undefined {
    const callers = callsIn(contexts).map(({ run }) => options.callerOf(run));
    return callers.find((caller) => caller !== undefined) as McpCaller | undefined;
  }

  async function unhurried<T>(
    { contexts, signal }: Question,
    ask: (options: { signal: AbortSignal; caller: McpCaller | undefined }) => Promise<T>,
  ): Promise<T> {
    const starts = callsIn(contexts).map((call) => call.stopClock());
    try {
      return await ask({ signal, caller: callerIn(contexts) });
    } finally {
      for (const start of starts) start();
    }
  }

  return {
    ...(sampling && {
      sampleWithTools: sampling.tools !== undefined,
      sample: (params, question) =>
        unhurried(question, (way) =>
          client.ask(
            {
              method: "sampling/createMessage",
              params: forwardedSampling(question.server, params) as CreateMessageRequestParams,
            },
            "tools" in params ? CreateMessageResultWithToolsSchema : CreateMessageResultSchema,
            way,
          ),
        ),
    }),
    ...((elicitation?.form || elicitation?.url) && {
      elicit: {
        ...(elicitation.form && {
          form: async ({ message, requestedSchema }, question) => {
            if (!isForwardedForm(requestedSchema)) return { action: "decline" };
            return unhurried(question, (way) =>
              client.ask(
                {
                  method: "elicitation/create",
                  params: {
                    mode: "form",
                    message: forwardedMessage(question.server, message),
                    requestedSchema: forwardedSchema(
                      requestedSchema,
                    ) as ElicitRequestFormParams["requestedSchema"],
                  },
                },
                ElicitResultSchema,
                way,
              ),
            );
          },
        }),
        ...(elicitation.url && {
          async url({ message, url, elicitationId }, question) {
            const page = forwardedPage(url);
            if (page === undefined || elicitationId.length > maxIdCharacters) {
              return { action: "decline" };
            }
            const id = elicitationIdAt(question.server, elicitationId);
            openPages.add(id);
            let isOpen = false;
            try {
              const answer = await unhurried(question, (way) =>
                client.ask(
                  {
                    method: "elicitation/create",
                    params: {
                      mode: "url",
                      message: forwardedMessage(question.server, message),
                      url: page,
                      elicitationId: id,
                    },
                  },
                  ElicitResultSchema,
                  way,
                ),
              );
              isOpen = answer.action === "accept";
              return answer;
            } finally {
              // A server may withdraw any number of questions.
              if (!isOpen) openPages.delete(id);
            }
          },
          // Only for pages that were opened, and once each.
          onUrlDone(server, elicitationId) {
            const id = elicitationIdAt(server, elicitationId);
            if (!openPages.delete(id)) return;
            client.tell({
              method: "notifications/elicitation/complete",
              params: { elicitationId: id },
            });
          },
        }),
      },
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

/** Two servers may choose the same id. */
function elicitationIdAt(server: string, id: string): string {
  return `${server}/${id}`;
}
