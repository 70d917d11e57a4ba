// Forms and pages that an upstream server wants a person to see, forwarded to our client.
import type { ClientFeatures, Question } from "@mcp-code-execution/mcp-proxy-registry";
import type { AnySchema, SchemaOutput } from "@modelcontextprotocol/sdk/server/zod-compat.js";
import {
  ElicitResultSchema,
  type ClientCapabilities,
  type ElicitRequestFormParams,
  type ServerRequest,
} from "@modelcontextprotocol/sdk/types.js";
import type { ClientLink } from "./client-link.ts";
import {
  forwardedMessage,
  forwardedPage,
  forwardedSchema,
  isForwardedForm,
} from "./forwarded-question.ts";

/** Asks our client what a server asks; the clocks of the runs that wait for it are paused meanwhile. */
export type AskPerson = <Schema extends AnySchema>(
  question: Question,
  request: ServerRequest,
  answer: Schema,
) => Promise<SchemaOutput<Schema>>;

type Elicitation = NonNullable<ClientFeatures["elicit"]>;

// It is kept until the server says that the person has done what the page is for, if ever.
const maxIdCharacters = 1_000;

/** The kinds of elicitation that our client has. */
export function forwardElicitation(
  client: ClientLink,
  { form, url }: NonNullable<ClientCapabilities["elicitation"]>,
  askPerson: AskPerson,
): Elicitation {
  return {
    ...(form && forwardForms(askPerson)),
    ...(url && forwardPages(client, askPerson)),
  };
}

function forwardForms(askPerson: AskPerson): Pick<Elicitation, "form"> {
  return {
    async form({ message, requestedSchema }, question) {
      if (!isForwardedForm(requestedSchema)) return { action: "decline" };
      const schema = forwardedSchema(requestedSchema) as ElicitRequestFormParams["requestedSchema"];
      const params: ElicitRequestFormParams = {
        mode: "form",
        message: forwardedMessage(question.server, message),
        requestedSchema: schema,
      };
      return askPerson(question, { method: "elicitation/create", params }, ElicitResultSchema);
    },
  };
}

function forwardPages(
  client: ClientLink,
  askPerson: AskPerson,
): Pick<Elicitation, "url" | "onUrlDone"> {
  const openPages = new Set<string>();
  return {
    async url({ message, url, elicitationId }, question) {
      const page = forwardedPage(url);
      if (page === undefined || elicitationId.length > maxIdCharacters) {
        return { action: "decline" };
      }
      const id = elicitationIdAt(question.server, elicitationId);
      const params = {
        mode: "url" as const,
        message: forwardedMessage(question.server, message),
        url: page,
        elicitationId: id,
      };
      openPages.add(id);
      let isOpen = false;
      try {
        const request = { method: "elicitation/create" as const, params };
        const answer = await askPerson(question, request, ElicitResultSchema);
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
  };
}

/** Two servers may choose the same id. */
function elicitationIdAt(server: string, id: string): string {
  return `${server}/${id}`;
}
