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
  ListRootsRequestSchema,
  McpError,
} from "@modelcontextprotocol/sdk/types.js";
import type { CallsUnderWay } from "../calls/calls-under-way.ts";
import type { ClientFeatures, ElicitationResult } from "./client-features.ts";
import { OpenQuestions } from "./open-questions.ts";

/** The server, and the features of our client. */
export interface QuestionContext {
  server: string;
  features: ClientFeatures;
  calls: CallsUnderWay;
}

/** A client, and what is to be called with its channel before it is connected. */
export interface AnsweringClient {
  client: Client;
  watch(channel: Transport): void;
}

/** Creates a client that declares these features and handles their requests. */
export function createAnsweringClient(
  clientInfo: { name: string; version: string },
  { server, features, calls }: QuestionContext,
): AnsweringClient {
  const client = new Client(clientInfo, { capabilities: declared(features) });
  const questions = new OpenQuestions(server, calls);
  const { sample, listRoots, elicit } = features;

  if (sample) {
    client.setRequestHandler(CreateMessageRequestSchema, async ({ params }, extra) => {
      if (!features.sampleWithTools && (params.tools ?? params.toolChoice)) {
        throw new McpError(ErrorCode.InvalidParams, "Client does not support tools in sampling");
      }
      return questions.answerDuringCall(extra, (question) => sample({ ...params }, question));
    });
  }
  if (elicit?.form ?? elicit?.url) {
    client.setRequestHandler(ElicitRequestSchema, async ({ params }, extra) => {
      const given = await questions.answerDuringCall(
        extra,
        async (question): Promise<ElicitationResult> => {
          if (params.mode === "url") {
            const { message, url, elicitationId } = params;
            return (await elicit.url?.({ message, url, elicitationId }, question)) ?? declined;
          }
          const { message, requestedSchema } = params;
          return (await elicit.form?.({ message, requestedSchema }, question)) ?? declined;
        },
      );
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
      questions.answerAnyTime(extra, (question) => listRoots(question)),
    );
  }

  return { client, watch: (channel) => questions.watch(channel) };
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
