// Handles requests from servers: sampling, elicitation, roots. Only features that our client has are declared; the
// SDK's client refuses the rest with "method not found", and undeclared modes with "invalid params".
import { Client } from "@modelcontextprotocol/sdk/client/index.js";
import type { Transport } from "@modelcontextprotocol/sdk/shared/transport.js";
import {
  type ClientCapabilities,
  CreateMessageRequestSchema,
  ElicitationCompleteNotificationSchema,
  ElicitRequestSchema,
  ErrorCode,
  type JSONRPCMessage,
  ListRootsRequestSchema,
  McpError,
} from "@modelcontextprotocol/sdk/types.js";
import type { CallsUnderWay } from "../calls/calls-under-way.ts";
import type { ClientFeatures, ElicitationResult, Question } from "./client-features.ts";
import { createQuestionTurns } from "./question-turns.ts";
import type { Turns } from "../calls/turns.ts";
import { untilAborted } from "../cancelling/until-aborted.ts";

/** The server, and the features of our client. */
export interface QuestionContext {
  server: string;
  features: ClientFeatures;
  calls: CallsUnderWay;
}

type RequestId = string | number;

/** Creates a client that declares these features and handles their requests. */
export function createAnsweringClient(
  clientInfo: { name: string; version: string },
  { server, features, calls }: QuestionContext,
): { client: Client; watch(channel: Transport): void } {
  const client = new Client(clientInfo, { capabilities: declared(features) });
  const open = new Map<RequestId, AbortController>();
  const rootsTurns = createQuestionTurns();
  const { sample, listRoots, elicit } = features;

  /** Answers with the time of all calls paused; the signal is aborted when nobody waits any longer. */
  async function answer<T>(
    { requestId, signal }: { requestId: RequestId; signal: AbortSignal },
    ask: (question: Question) => Promise<T>,
    { turns, endsWithCalls }: { turns: Turns; endsWithCalls: boolean },
  ): Promise<T> {
    const question = calls.openQuestion();
    const withdrawn = new AbortController();
    open.set(requestId, withdrawn);
    const ends = [signal, withdrawn.signal, ...(endsWithCalls ? [question.signal] : [])];
    const ended = AbortSignal.any(ends);
    let giveBack: (() => void) | undefined;
    try {
      giveBack = await turns.take(ended);
      const asked = ask({ server, signal: ended, contexts: question.contexts });
      return await untilAborted(asked, ended);
    } finally {
      giveBack?.();
      open.delete(requestId);
      question.end();
    }
  }

  /** For questions to a person or a model: MCP allows servers to ask them only during a request of ours. */
  async function answerDuringCall<T>(
    extra: { requestId: RequestId; signal: AbortSignal },
    ask: (question: Question) => Promise<T>,
  ): Promise<T> {
    if (calls.size === 0) {
      throw new McpError(ErrorCode.InvalidParams, "No request is under way that this is asked for");
    }
    return answer(extra, ask, { turns: calls.personTurns, endsWithCalls: true });
  }

  if (sample) {
    client.setRequestHandler(CreateMessageRequestSchema, async ({ params }, extra) => {
      if (!features.sampleWithTools && (params.tools ?? params.toolChoice)) {
        throw new McpError(ErrorCode.InvalidParams, "Client does not support tools in sampling");
      }
      return answerDuringCall(extra, (question) => sample({ ...params }, question));
    });
  }
  if (elicit?.form ?? elicit?.url) {
    client.setRequestHandler(ElicitRequestSchema, async ({ params }, extra) => {
      const given = await answerDuringCall(extra, async (question): Promise<ElicitationResult> => {
        if (params.mode === "url") {
          const { message, url, elicitationId } = params;
          return (await elicit.url?.({ message, url, elicitationId }, question)) ?? declined;
        }
        const { message, requestedSchema } = params;
        return (await elicit.form?.({ message, requestedSchema }, question)) ?? declined;
      });
      // Defaults are only filled in if there is content.
      const isForm = params.mode !== "url" && given.action === "accept";
      return { ...given, ...(isForm && { content: { ...given.content } }) };
    });
  }
  if (elicit?.url) {
    client.setNotificationHandler(ElicitationCompleteNotificationSchema, ({ params }) => {
      elicit.onUrlDone?.(server, params.elicitationId);
    });
  }
  if (listRoots) {
    // A server may ask for roots at any time, independently of any call in progress.
    client.setRequestHandler(ListRootsRequestSchema, (_request, extra) =>
      answer(extra, (question) => listRoots(question), {
        turns: rootsTurns,
        endsWithCalls: false,
      }),
    );
  }

  return {
    client,
    /** Must be called before the client is connected. The SDK's own cancelling ignores a request with the id 0. */
    watch(channel) {
      channel.onmessage = (message: JSONRPCMessage) => {
        if (!("method" in message) || message.method !== "notifications/cancelled") return;
        const id = message.params?.["requestId"];
        if (typeof id === "string" || typeof id === "number") open.get(id)?.abort();
      };
    },
  };
}

const declined: ElicitationResult = { action: "decline" };

function declared({
  sample,
  sampleWithTools,
  elicit,
  listRoots,
}: ClientFeatures): ClientCapabilities {
  return {
    ...(sample && { sampling: sampleWithTools ? { tools: {} } : {} }),
    ...((elicit?.form ?? elicit?.url) && {
      elicitation: {
        ...(elicit.form && { form: { applyDefaults: true } }),
        ...(elicit.url && { url: {} }),
      },
    }),
    ...(listRoots && { roots: { listChanged: true } }),
  };
}
