// The questions of one server that are being answered: each waits for its turn, pauses the time of the calls meanwhile, and
// ends when the server withdraws it.
import type { Transport } from "@modelcontextprotocol/sdk/shared/transport.js";
import { ErrorCode, type JSONRPCMessage, McpError } from "@modelcontextprotocol/sdk/types.js";
import type { CallsUnderWay } from "../calls/calls-under-way.ts";
import type { Turns } from "../calls/turns.ts";
import { isLongAddress } from "../long-address.ts";
import { untilAborted } from "../cancelling/until-aborted.ts";
import type { Question } from "./client-features.ts";
import { createQuestionTurns } from "./question-turns.ts";

type RequestId = string | number;

/** What the SDK tells of a server's request. */
interface AskedRequest {
  requestId: RequestId;
  signal: AbortSignal;
}

/** Asks the client's feature. */
type Ask<T> = (question: Question) => Promise<T>;

/** Empties the address of a page if it is too long, so that the SDK refuses the request without reading it. */
function withoutLongAddress(params: Record<string, unknown> | undefined): void {
  if (params && isLongAddress(params["url"])) params["url"] = "";
}

export class OpenQuestions {
  readonly #server: string;
  readonly #calls: CallsUnderWay;
  readonly #open = new Map<RequestId, AbortController>();
  readonly #ownTurns = createQuestionTurns();

  constructor(server: string, calls: CallsUnderWay) {
    this.#server = server;
    this.#calls = calls;
  }

  /** For questions to a person or a model: MCP allows servers to ask them only during a request of ours. */
  async answerDuringCall<T>(request: AskedRequest, ask: Ask<T>): Promise<T> {
    if (this.#calls.size === 0) {
      throw new McpError(ErrorCode.InvalidParams, "No request is under way that this is asked for");
    }
    return this.#answer(request, ask, { turns: this.#calls.personTurns, endsWithCalls: true });
  }

  /** For questions that a server may ask whenever it likes. */
  answerAnyTime<T>(request: AskedRequest, ask: Ask<T>): Promise<T> {
    return this.#answer(request, ask, { turns: this.#ownTurns, endsWithCalls: false });
  }

  /** Must be called before the client is connected. The SDK's own cancelling ignores a request with the id 0. */
  watch(channel: Transport): void {
    channel.onmessage = (message: JSONRPCMessage) => {
      if (!("method" in message)) return;
      if (message.method === "elicitation/create") withoutLongAddress(message.params);
      if (message.method !== "notifications/cancelled") return;
      const id = message.params?.["requestId"];
      if (typeof id === "string" || typeof id === "number") this.#open.get(id)?.abort();
    };
  }

  /** Answers with the time of all calls paused; the signal is aborted when nobody waits any longer. */
  async #answer<T>(
    { requestId, signal }: AskedRequest,
    ask: Ask<T>,
    { turns, endsWithCalls }: { turns: Turns; endsWithCalls: boolean },
  ): Promise<T> {
    const question = this.#calls.openQuestion();
    const withdrawn = new AbortController();
    this.#open.set(requestId, withdrawn);
    const ends = [signal, withdrawn.signal, ...(endsWithCalls ? [question.signal] : [])];
    const ended = AbortSignal.any(ends);
    let giveBack: (() => void) | undefined;
    try {
      giveBack = await turns.take(ended);
      const asked = ask({ server: this.#server, signal: ended, contexts: question.contexts });
      return await untilAborted(asked, ended);
    } finally {
      giveBack?.();
      this.#open.delete(requestId);
      question.end();
    }
  }
}
